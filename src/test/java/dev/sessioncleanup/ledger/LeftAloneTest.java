package dev.sessioncleanup.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LeftAloneTest {
  @ParameterizedTest
  @CsvSource({
    "0, '0 not IDLE, 7 on hold'",
    "100000, '100000 not IDLE, 7 on hold'",
    "100001, 'over 100000 not IDLE, 7 on hold'"
  })
  void aNumberThatWasNotCountedToItsEndIsNotGivenAsCounted(long notIdle, String text) {
    assertThat(new Backlog.LeftAlone(9, notIdle, 7).text()).isEqualTo(text);
  }
}
