package dev.sessioncleanup.claiming;

import dev.sessioncleanup.ledger.Backlog;
import dev.sessioncleanup.settings.Durations;
import dev.sessioncleanup.text.Quantity;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides how long a run waits for other processes that have the remaining sessions. It waits while
 * they make progress, and then for a limited time: two runs could wait for each other, and a lock
 * may never be released. Not safe for use by many threads.
 */
final class StallDetector {
  private static final Logger log = LoggerFactory.getLogger(StallDetector.class);

  private final Duration limit;
  private boolean announced;
  private boolean waiting;
  private long since;
  private long progress;

  /**
   * @param limit how long to wait without any progress of the others
   */
  StallDetector(Duration limit) {
    this.limit = limit;
  }

  /**
   * Only sessions are left that others have locked or claimed; returns the reason to end the run
   * when that lasted too long.
   */
  Optional<String> waitingFor(Backlog.Left left, long now) {
    if (!announced) {
      announced = true;
      log.info(
          "Waiting for others: {} sessions are locked by other transactions, {} claims belong to other processes.",
          left.eligible(),
          left.others());
    }
    if (!waiting || left.progress() != progress) {
      waiting = true;
      since = now;
      progress = left.progress();
    }
    return now - since > limit.toNanos() ? Optional.of(reason(left)) : Optional.empty();
  }

  /** This run makes progress. */
  void over() {
    waiting = false;
  }

  private String reason(Backlog.Left left) {
    String time = Durations.text(limit);
    return left.others() > 0
        ? "another process kept %s of this selection without any progress for %s; see report open-claims"
            .formatted(Quantity.of(left.others(), "claim"), time)
        : "%s locked in tracked_session by another transaction for %s"
            .formatted(Quantity.were(left.eligible(), "session"), time);
  }
}
