package dev.sessioncleanup.engine;

import dev.sessioncleanup.concurrent.Scheduler;
import dev.sessioncleanup.concurrent.Waiter;
import org.jspecify.annotations.Nullable;

/**
 * A claim while it has a worker. A claim that was lost and then taken over again gets a new one.
 */
final class InFlightClaim {
  private final @Nullable InFlightClaim former;
  private final Waiter latter;
  private boolean countsAsSent;
  private volatile boolean replaced;
  private volatile boolean left;

  InFlightClaim(@Nullable InFlightClaim former, Scheduler scheduler) {
    this.former = former;
    this.latter = new Waiter(scheduler);
  }

  boolean hasFormer() {
    return former != null;
  }

  /**
   * Waits for the claim's former worker, if there is one: each of two workers would undo the
   * other's grants as unused. Returns true if there was one; the claim may have changed then.
   */
  boolean awaitFormer() {
    if (former == null) {
      return false;
    }
    former.latter.await(() -> former.left);
    return true;
  }

  void leave() {
    left = true;
    latter.changed();
  }

  /** Whether the claim has got another worker since. */
  boolean isReplaced() {
    return replaced;
  }

  /** The claim has got another worker. */
  void replace() {
    replaced = true;
  }

  /** Whether the claim already counts toward the limit of the run. */
  boolean countsAsSent() {
    return countsAsSent;
  }

  void countsAsSent(boolean counts) {
    countsAsSent = counts;
  }
}
