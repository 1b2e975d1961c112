package dev.sessioncleanup.engine;

import dev.sessioncleanup.claiming.ClaimBudget;
import dev.sessioncleanup.claiming.ClaimSource;
import dev.sessioncleanup.ledger.Selection;
import dev.sessioncleanup.pacing.Ceiling;
import dev.sessioncleanup.settings.CleanupProperties;
import dev.sessioncleanup.settings.Rate;
import java.time.Duration;

/** The default settings of a scenario's run. */
final class ScenarioSettings {
  static final Duration UNAVAILABLE_AFTER = Duration.ofSeconds(20);
  static final Duration FLOOR = Duration.ofHours(24);
  static final Rate RATE = new Rate(1000);

  boolean live;
  int maxInFlight = 32;
  int maxAttempts = 5;
  long limit = Long.MAX_VALUE / 2;
  long maxCount = 100_000;
  long claimedBefore;
  Duration unavailableAfter = UNAVAILABLE_AFTER;
  Duration databaseUnavailableAfter = UNAVAILABLE_AFTER;
  CleanupProperties.Breaker breaker = new CleanupProperties.Breaker(50, 1, 1);

  EngineSettings engine(Selection selection) {
    return new EngineSettings(
        selection.runId(),
        new Ceiling(RATE),
        maxInFlight,
        maxAttempts,
        live,
        unavailableAfter,
        breaker);
  }

  ClaimSource.Limits limits() {
    return new ClaimSource.Limits(
        new ClaimBudget.Bounds(new Ceiling(RATE), limit, maxCount, 0, claimedBefore),
        UNAVAILABLE_AFTER);
  }
}
