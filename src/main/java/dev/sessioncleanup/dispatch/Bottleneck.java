package dev.sessioncleanup.dispatch;

import dev.sessioncleanup.pacing.Ceiling;
import dev.sessioncleanup.runs.RunStats;
import dev.sessioncleanup.settings.CleanupProperties;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Warns once when cleanup.max-in-flight has kept a run below its rate for a second. Not safe for
 * use by many threads.
 */
public final class Bottleneck {
  private static final Logger log = LoggerFactory.getLogger(Bottleneck.class);
  private static final long REPORT_AFTER = TimeUnit.SECONDS.toNanos(1);

  private final Ceiling ceiling;
  private final int maxInFlight;
  private final RunStats stats;
  private boolean limited;
  private long limitedSince;
  private long limitedFor;
  private boolean reported;

  public Bottleneck(Ceiling ceiling, int maxInFlight, RunStats stats) {
    this.ceiling = ceiling;
    this.maxInFlight = maxInFlight;
    this.stats = stats;
  }

  /** Tells whether claims now wait only because max-in-flight is reached; time in nanoseconds. */
  void limited(boolean now, long nanos) {
    if (limited) {
      limitedFor += nanos - limitedSince;
    }
    limited = now;
    limitedSince = nanos;
    if (!reported && limitedFor >= REPORT_AFTER) {
      report();
    }
  }

  private void report() {
    double seconds = stats.replySeconds();
    double needed = ceiling.rate().perSecond() * (seconds + 0.1);
    if (seconds > 0 && needed > maxInFlight && maxInFlight < CleanupProperties.MOST_IN_FLIGHT) {
      reported = true;
      String reason =
          "cleanup.max-in-flight=%d keeps the run below %s, because replies take about %.0f ms. Raise it to %.0f."
              .formatted(
                  maxInFlight,
                  ceiling.rate(),
                  1000 * seconds,
                  Math.min(Math.ceil(needed), CleanupProperties.MOST_IN_FLIGHT));
      log.warn("The run is slower than its rate: {}", reason);
      stats.bottleneck(reason);
    }
  }
}
