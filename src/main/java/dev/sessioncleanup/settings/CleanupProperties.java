package dev.sessioncleanup.settings;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How the cleanup behaves.
 *
 * @param olderThan age from which a session is stale
 * @param rate ceiling for one account, over all processes together
 * @param maxInFlight calls to PAVE in flight at the same time, for one run
 * @param maxAttempts failed attempts for one session in one run
 * @param metricsTimeout how long a target of metrics may delay the end of a command
 * @param guard limits that no run may exceed
 * @param breaker share of wrong replies that ends the run
 * @param unavailableAfter time without a recognised reply, or without the database, that ends a run
 * @param grace time for calls in flight to finish after SIGTERM
 * @param planValidFor how long a saved plan may wait before it is carried out
 * @param pingUrl dead man's switch that is called when sweep and backfill start and end
 */
@ConfigurationProperties(prefix = "cleanup", ignoreUnknownFields = false)
public record CleanupProperties(
    @DefaultValue("7d") Duration olderThan,
    @DefaultValue("5/s") Rate rate,
    @DefaultValue("32") int maxInFlight,
    @DefaultValue("5") int maxAttempts,
    @DefaultValue("2s") Duration metricsTimeout,
    @DefaultValue Guard guard,
    @DefaultValue Breaker breaker,
    @DefaultValue("10m") Duration unavailableAfter,
    @DefaultValue("20s") Duration grace,
    @DefaultValue("7d") Duration planValidFor,
    @Nullable PingUrl pingUrl) {

  public static final int MOST_IN_FLIGHT = 1000;

  public CleanupProperties {
    between("cleanup.max-in-flight", maxInFlight, 1, MOST_IN_FLIGHT);
    between("cleanup.max-attempts", maxAttempts, 1, 100);
    Durations.requirePositive("cleanup.metrics-timeout", metricsTimeout);
    Durations.requirePositive("cleanup.unavailable-after", unavailableAfter);
    Durations.requirePositive("cleanup.grace", grace);
    Durations.requirePositive("cleanup.plan-valid-for", planValidFor);
    Durations.requireNotNegative("cleanup.older-than", olderThan);
    if (olderThan.compareTo(guard.minAge()) < 0) {
      throw new InvalidSettingException(
          "cleanup.older-than is %s, below cleanup.guard.min-age of %s; raise it to at least that"
              .formatted(Durations.text(olderThan), Durations.text(guard.minAge())));
    }
  }

  /**
   * @throws InvalidSettingException when --older-than asks for younger sessions than may be touched
   */
  public void refuseBelowMinAge(Duration olderThan) {
    if (olderThan.compareTo(guard.minAge()) < 0) {
      throw new InvalidSettingException(
          "--older-than %s is below cleanup.guard.min-age of %s; younger sessions are never deleted."
              .formatted(Durations.text(olderThan), Durations.text(guard.minAge())));
    }
  }

  /**
   * @param minAge nothing younger is ever touched
   * @param maxCount sessions in one run
   * @param maxShare largest share of the account's IDLE, unsettled sessions that a run may plan, 0
   *     to 1
   * @param secondPerson whether a backfill needs a saved plan that somebody else carries out
   */
  public record Guard(
      @DefaultValue("24h") Duration minAge,
      @DefaultValue("100000") long maxCount,
      @DefaultValue("0.5") double maxShare,
      @DefaultValue("false") boolean secondPerson) {
    public Guard {
      Durations.requireNotNegative("cleanup.guard.min-age", minAge);
      if (maxCount < 1) {
        throw new InvalidSettingException("cleanup.guard.max-count must be at least 1");
      }
      share("cleanup.guard.max-share", maxShare);
    }

    /**
     * The share that --max-share asks for, null where it is not given.
     *
     * @throws InvalidSettingException when it is not between 0 and 1
     */
    public double shareOr(@Nullable Double given) {
      double share = given == null ? maxShare : given;
      if (!(share >= 0 && share <= 1)) {
        throw new InvalidSettingException(
            "--max-share must be between 0 and 1, not " + share + ".");
      }
      return share;
    }
  }

  /**
   * @param sample number of last replies that are considered
   * @param maxUnexpected share of unrecognised replies and 5xx, 0 to 1
   * @param maxMissing share of sessions that PAVE does not know, 0 to 1
   */
  public record Breaker(
      @DefaultValue("50") int sample,
      @DefaultValue("0.5") double maxUnexpected,
      @DefaultValue("0.5") double maxMissing) {
    public Breaker {
      between("cleanup.breaker.sample", sample, 1, 100_000);
      share("cleanup.breaker.max-unexpected", maxUnexpected);
      share("cleanup.breaker.max-missing", maxMissing);
    }
  }

  private static void between(String property, int value, int min, int max) {
    if (value < min || value > max) {
      throw new InvalidSettingException(
          "%s is %d; it must be between %d and %d".formatted(property, value, min, max));
    }
  }

  private static void share(String property, double value) {
    if (!(value >= 0 && value <= 1)) {
      throw new InvalidSettingException(
          "%s is %s; it must be between 0 and 1".formatted(property, value));
    }
  }
}
