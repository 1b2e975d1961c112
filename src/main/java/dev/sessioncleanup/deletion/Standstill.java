package dev.sessioncleanup.deletion;

import dev.sessioncleanup.audit.Remains;
import dev.sessioncleanup.settings.Durations;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Others hold what is left of a run. That is waited for as long as they get on with it, but not for
 * ever: two runs could wait for each other, and what holds a lock may never let go. Belongs to one
 * thread.
 */
final class Standstill {
  private static final Logger log = LoggerFactory.getLogger(Standstill.class);

  private final long patience;
  private boolean told;
  private boolean on;
  private long since;
  private long movement;

  Standstill(Duration patience) {
    this.patience = patience.toNanos();
  }

  /** Nothing is left but what others hold; the reason to end when that lasted for too long. */
  Optional<String> at(Remains.Left left, long now) {
    if (!told) {
      told = true;
      log.info(
          "Waiting: {} sessions are locked by others, {} claims are another process's.",
          left.eligible(),
          left.others());
    }
    if (!on || left.movement() != movement) {
      on = true;
      since = now;
      movement = left.movement();
    }
    return now - since > patience ? Optional.of(reason(left)) : Optional.empty();
  }

  /** The run itself gets on. */
  void over() {
    on = false;
  }

  private String reason(Remains.Left left) {
    String time = Durations.text(Duration.ofNanos(patience));
    return left.others() > 0
        ? "another process kept %d claims of this selection without a change for %s; see report open-claims"
            .formatted(left.others(), time)
        : "%d sessions were locked in tracked_session by somebody else for %s"
            .formatted(left.eligible(), time);
  }
}
