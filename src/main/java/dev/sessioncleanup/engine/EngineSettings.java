package dev.sessioncleanup.engine;

import dev.sessioncleanup.pacing.Ceiling;
import dev.sessioncleanup.pacing.SlotSpacing;
import dev.sessioncleanup.settings.CleanupProperties;
import java.time.Duration;

/**
 * The settings of a run's engine.
 *
 * @param runId the run; its claims that have an attempt already count toward its limit
 * @param ceiling of the account in this run
 * @param maxInFlight largest number of calls in flight
 * @param maxAttempts failed attempts of one session
 * @param verifyLive whether PAVE is asked with GET before each DELETE
 * @param unavailableAfter time without a recognised reply that ends the run
 */
public record EngineSettings(
    long runId,
    Ceiling ceiling,
    int maxInFlight,
    int maxAttempts,
    boolean verifyLive,
    Duration unavailableAfter,
    CleanupProperties.Breaker breaker) {

  SlotSpacing spacing() {
    return ceiling.spacing();
  }
}
