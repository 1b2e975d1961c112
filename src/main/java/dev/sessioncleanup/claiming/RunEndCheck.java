package dev.sessioncleanup.claiming;

import dev.sessioncleanup.ledger.Backlog;
import dev.sessioncleanup.runs.DatabaseRetry;
import dev.sessioncleanup.runs.Ending;
import dev.sessioncleanup.runs.RunControl;
import dev.sessioncleanup.text.Quantity;

/** Decides whether a run has done all its work, or can do no more. For use by one thread. */
final class RunEndCheck {
  private final ClaimTables tables;
  private final ClaimBudget budget;
  private final DatabaseRetry retry;
  private final RunControl control;
  private final StallDetector stall;

  RunEndCheck(
      ClaimTables tables,
      ClaimBudget budget,
      DatabaseRetry retry,
      RunControl control,
      StallDetector stall) {
    this.tables = tables;
    this.budget = budget;
    this.retry = retry;
    this.control = control;
    this.stall = stall;
  }

  /**
   * Call this when nothing could be claimed and no worker is left. Ends the run with a reason if
   * sessions are left that it may not claim.
   */
  boolean isAtTheEnd(Backlog.Left left) {
    if (budget.limitLeft() <= 0 && left.eligible() + left.own() + left.others() > 0) {
      control.end(Ending.Kind.LIMIT, "the limit of %d is reached".formatted(budget.limit()));
      return true;
    }
    long beyond = budget.maximumLeft() > 0 ? 0 : beyondTheMaximum(left);
    if (beyond > 0) {
      control.end(
          Ending.Kind.GUARD,
          "%s claimed, as many as cleanup.guard.max-count allows; %d are left"
              .formatted(Quantity.were(budget.claimed(), "session"), beyond));
      return true;
    }
    if (left.eligible() == 0 && left.others() == 0) {
      return true;
    }
    stall
        .waitingFor(left, tables.scheduler().nanos())
        .ifPresent(reason -> control.end(Ending.Kind.UNAVAILABLE, reason));
    return false;
  }

  private long beyondTheMaximum(Backlog.Left left) {
    long orphans =
        left.others() == 0 ? 0 : retry.call(() -> tables.backlog().orphans(tables.selection()));
    return left.eligible() + orphans + budget.attemptedBeyond();
  }

  /** This run makes progress. */
  void goesOn() {
    stall.over();
  }
}
