package dev.sessioncleanup.settings;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How the cleanup behaves.
 *
 * @param olderThan age from which a session is stale
 * @param rate ceiling for one account, over all processes together
 * @param maxInFlight calls to PAVE under way at once, for one run
 * @param maxAttempts failed attempts for one session in one run
 * @param guard what no run may cross
 * @param breaker when replies look so wrong that the run ends
 * @param unavailableAfter time without a recognised reply, or without the database, that ends a run
 * @param grace time that calls under way get to finish after SIGTERM
 */
@ConfigurationProperties(prefix = "cleanup", ignoreUnknownFields = false)
public record CleanupProperties(
    @DefaultValue("7d") Duration olderThan,
    @DefaultValue("5/s") Rate rate,
    @DefaultValue("32") int maxInFlight,
    @DefaultValue("5") int maxAttempts,
    @DefaultValue Guard guard,
    @DefaultValue Breaker breaker,
    @DefaultValue("10m") Duration unavailableAfter,
    @DefaultValue("20s") Duration grace) {

  public CleanupProperties {
    between("cleanup.max-in-flight", maxInFlight, 1, 1000);
    between("cleanup.max-attempts", maxAttempts, 1, 100);
    Durations.requirePositive("cleanup.unavailable-after", unavailableAfter);
    Durations.requirePositive("cleanup.grace", grace);
    Durations.requireSensible("cleanup.older-than", olderThan);
    if (olderThan.compareTo(guard.minAge()) < 0) {
      throw new InvalidSettingException(
          "cleanup.older-than is %s, below cleanup.guard.min-age of %s; raise it to at least that"
              .formatted(Durations.text(olderThan), Durations.text(guard.minAge())));
    }
  }

  /**
   * @param minAge nothing younger is ever touched
   * @param maxCount sessions in one run
   * @param maxShare of the account's tracked sessions that are IDLE and unsettled, 0 to 1
   */
  public record Guard(
      @DefaultValue("24h") Duration minAge,
      @DefaultValue("100000") long maxCount,
      @DefaultValue("0.5") double maxShare) {
    public Guard {
      Durations.requireSensible("cleanup.guard.min-age", minAge);
      if (maxCount < 1) {
        throw new InvalidSettingException("cleanup.guard.max-count must be at least 1");
      }
      share("cleanup.guard.max-share", maxShare);
    }
  }

  /**
   * @param sample replies looked at, the last ones
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

  private static void between(String property, int value, int least, int most) {
    if (value < least || value > most) {
      throw new InvalidSettingException(
          "%s is %d; it must lie between %d and %d".formatted(property, value, least, most));
    }
  }

  private static void share(String property, double value) {
    if (!(value >= 0 && value <= 1)) {
      throw new InvalidSettingException(
          "%s is %s; it must lie between 0 and 1".formatted(property, value));
    }
  }
}
