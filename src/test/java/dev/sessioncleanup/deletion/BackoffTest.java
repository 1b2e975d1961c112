package dev.sessioncleanup.deletion;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackoffTest {
  @ParameterizedTest
  @CsvSource({
    "1, 250",
    "2, 500",
    "3, 1000",
    "4, 2000",
    "5, 4000",
    "6, 8000",
    "7, 15000",
    "8, 15000",
    "64, 15000",
    "2147483647, 15000"
  })
  void waitDoublesFromHalfASecondToThirtyAndIsHalfOfItAtLeast(int tries, long millis) {
    assertThat(waiting(0, tries)).isEqualTo(Duration.ofMillis(millis));
  }

  @Test
  void chanceAddsUpToTheOtherHalf() {
    assertThat(waiting(0.5, 1)).isEqualTo(Duration.ofMillis(375));
    assertThat(waiting(1, 1)).isEqualTo(Duration.ofMillis(500));
    assertThat(waiting(1, 100)).isEqualTo(Duration.ofSeconds(30));
  }

  private static Duration waiting(double chance, int tries) {
    return Duration.ofNanos(new Backoff(() -> chance).afterTries(tries));
  }
}
