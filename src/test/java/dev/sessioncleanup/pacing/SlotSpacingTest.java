package dev.sessioncleanup.pacing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessioncleanup.settings.Rate;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SlotSpacingTest {
  @ParameterizedTest
  @CsvSource({
    "1/m,  60606060606, 100000000, 1",
    "1/s,   1010101010, 100000000, 1",
    "5/s,    202020202, 100000000, 1",
    "8/s,    126262626,  63131313, 1",
    "10/s,   101010101,  50505050, 1",
    "20/s,    50505050,  25252525, 2",
    "50/s,    20202020,  10101010, 5",
    "100/s,   10101010,  10000000, 10",
    "500/s,    2020202,  10000000, 50",
    "1000/s,   1010101,  10000000, 100"
  })
  void slotsAreSpacedAt99PercentOfTheCeiling(
      Rate rate, long interval, long forfeitAfter, int slotsAhead) {
    assertThat(SlotSpacing.of(rate)).isEqualTo(new SlotSpacing(interval, forfeitAfter, slotsAhead));
  }

  @Test
  void highRateAsksAgainHalfTheHorizonBeforeTheLastSlot() {
    assertThat(SlotSpacing.of(new Rate(500)).askAfter(millis(1000))).isEqualTo(millis(950));
  }

  @Test
  void lowRateAsksAgainWhenTheNextSlotIsWithinTheHorizonAndNotEarlier() {
    // The next slot starts 1010.101010 ms later; ask 100 ms before it, plus a margin of 2 ms.
    assertThat(SlotSpacing.of(new Rate(1)).askAfter(millis(1000)))
        .isEqualTo(millis(1000) + 1_010_101_010L - millis(98));
  }

  private static long millis(long millis) {
    return TimeUnit.MILLISECONDS.toNanos(millis);
  }
}
