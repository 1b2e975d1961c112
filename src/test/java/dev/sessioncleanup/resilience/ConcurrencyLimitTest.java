package dev.sessioncleanup.resilience;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConcurrencyLimitTest {
  private static final int MAX = 32;
  private static final int NO_BOUND = 1000;
  private static final long MILLI = TimeUnit.MILLISECONDS.toNanos(1);

  private final ConcurrencyLimit limit = new ConcurrencyLimit(MAX, () -> NO_BOUND);

  @Test
  void firstCallIsSentAlone() {
    assertThat(limit.free(0, 60_000 * MILLI)).isEqualTo(1);
    assertThat(limit.opening()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "49, 0", "50, 3", "100, 15", "150, 31", "60000, 31"})
  void limitOpensStepByStepUntilPaveAnswers(long millis, int free) {
    limit.firstCall(7 * MILLI);

    assertThat(limit.free(1, (7 + millis) * MILLI)).isEqualTo(free);
  }

  @Test
  void callBeforeItsSlotDoesNotRaiseTheLimit() {
    limit.firstCall(80 * MILLI);

    assertThat(limit.free(1, 0)).isZero();
  }

  @Test
  void limitIsOpenOncePaveHasAnswered() {
    limit.answered(false);

    assertThat(limit.opening()).isFalse();
    assertThat(limit.free(0, 0)).isEqualTo(MAX);
    assertThat(limit.free(1, 0)).isEqualTo(MAX - 1);
    assertThat(limit.free(MAX, 0)).isZero();
  }

  @Test
  void freeIsAtMostTheNumberOfSlotsAhead() {
    ConcurrencyLimit slow = new ConcurrencyLimit(MAX, () -> 1);
    slow.answered(true);

    assertThat(slow.free(0, 0)).isEqualTo(1);
    assertThat(slow.free(MAX, 0)).isZero();
  }

  @ParameterizedTest
  @CsvSource({"0, 32", "1, 32", "2, 16", "3, 8", "6, 1", "7, 1", "1000, 1"})
  void eachFurtherOutageWithoutAnAnsweredDeleteHalvesTheMaximum(int outages, int most) {
    limit.answered(true);
    for (int i = 0; i < outages; i++) {
      limit.outage();
      limit.answered(false); // the probe that ends it
    }

    assertThat(limit.free(0, 0)).isEqualTo(most);
  }

  @Test
  void answeredDeleteBringsTheMaximumBack() {
    limit.outage();
    limit.outage();
    limit.outage();
    limit.answered(true);
    assertThat(limit.free(0, 0)).isEqualTo(MAX);

    limit.outage();
    assertThat(limit.free(0, 0)).isEqualTo(MAX);
    limit.outage();
    assertThat(limit.free(0, 0)).isEqualTo(MAX / 2);
  }
}
