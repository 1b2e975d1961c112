package dev.sessioncleanup.deletion;

import dev.sessioncleanup.pacing.Spacing;
import dev.sessioncleanup.settings.CleanupProperties;
import dev.sessioncleanup.settings.Rate;
import java.time.Duration;

/**
 * How the pipe of a run works.
 *
 * @param runId the run; its claims that were sent before count toward the limit already
 * @param maxInFlight calls under way at once
 * @param maxAttempts failed attempts for one session
 * @param live whether PAVE is asked with GET before each DELETE
 * @param unavailableAfter time without a recognised reply that ends the run
 */
public record Terms(
    long runId,
    Rate rate,
    int maxInFlight,
    int maxAttempts,
    boolean live,
    Duration unavailableAfter,
    CleanupProperties.Breaker breaker) {

  Spacing spacing() {
    return Spacing.of(rate);
  }
}
