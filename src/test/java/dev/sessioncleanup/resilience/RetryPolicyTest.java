package dev.sessioncleanup.resilience;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryPolicyTest {
  private static final int MAX_ATTEMPTS = 3;

  @ParameterizedTest
  @CsvSource({
    "1, 0, 250",
    "2, 0, 500",
    "3, 0, 1000",
    "4, 0, 2000",
    "5, 0, 4000",
    "6, 0, 8000",
    "7, 0, 15000",
    "8, 0, 15000",
    "64, 0, 15000",
    "2147483647, 0, 15000",
    "1, 0.5, 375",
    "1, 1, 500",
    "100, 1, 30000"
  })
  void waitDoublesFromHalfASecondTo30SecondsWithHalfJitter(int tries, double chance, long ms) {
    RetryPolicy policy = new RetryPolicy(MAX_ATTEMPTS, () -> chance);

    assertThat(Duration.ofNanos(policy.backoff(tries))).isEqualTo(Duration.ofMillis(ms));
  }

  @ParameterizedTest
  @CsvSource({"0, false", "2, false", "3, true", "4, true"})
  void isExhaustedAfterTheMaximumOfFailures(int failures, boolean exhausted) {
    assertThat(new RetryPolicy(MAX_ATTEMPTS, () -> 0).exhausted(false, failures))
        .isEqualTo(exhausted);
  }

  @ParameterizedTest
  @CsvSource({"0, false", "1, true", "2, true"})
  void sessionThatFailedInAnEarlierRunHasOneAttempt(int failures, boolean exhausted) {
    assertThat(new RetryPolicy(MAX_ATTEMPTS, () -> 0).exhausted(true, failures))
        .isEqualTo(exhausted);
  }
}
