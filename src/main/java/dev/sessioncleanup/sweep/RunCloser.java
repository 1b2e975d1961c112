package dev.sessioncleanup.sweep;

import dev.sessioncleanup.ledger.Outcome;
import dev.sessioncleanup.runs.DatabaseRetry;
import dev.sessioncleanup.runs.Ending;
import dev.sessioncleanup.runs.Run;
import dev.sessioncleanup.runs.RunControl;
import dev.sessioncleanup.runs.RunCounts;
import dev.sessioncleanup.runs.RunState;
import dev.sessioncleanup.runs.Runs;
import dev.sessioncleanup.text.Quantity;

/** Decides how a run ended, and writes it. */
final class RunCloser {
  private final Run run;
  private final Runs runs;
  private final RunControl control;
  private final DatabaseRetry retry;

  RunCloser(Run run, Runs runs, RunControl control, DatabaseRetry retry) {
    this.run = run;
    this.runs = runs;
    this.control = control;
    this.retry = retry;
  }

  /**
   * Writes the ending, and returns the ending in the database.
   *
   * @param nothingLeft whether nothing is left to do
   * @param failedHere sessions that failed in this process, including those of other runs
   * @throws dev.sessioncleanup.runs.DatabaseUnavailableException when it cannot be written
   */
  Ending close(boolean nothingLeft, long failedHere) {
    control.end(control.ending().orElseGet(() -> allDone(nothingLeft, failedHere)));
    Ending ending = control.ending().orElseThrow();
    boolean written = retry.call(() -> runs.finish(run.runId(), ending));
    return written ? ending : retry.call(() -> onRecord(ending));
  }

  /**
   * The ending in the database: ours, if only the reply to the commit was lost, or that of another
   * process.
   */
  private Ending onRecord(Ending ours) {
    Run now = runs.find(run.runId()).orElse(run);
    if (now.state() == RunState.CANCELLED) {
      return new Ending(Ending.Kind.CANCELLED, now.reason());
    }
    return now.state() == ours.kind().state() ? ours : Ending.TAKEN_OVER;
  }

  private Ending allDone(boolean nothingLeft, long failedHere) {
    if (!run.command().dryRun() && !nothingLeft) {
      return new Ending(
          Ending.Kind.FAULT,
          "the run stopped before all sessions were done; the same command resumes it");
    }
    RunCounts counts = retry.call(() -> runs.counts(run.runId()));
    long failed = Math.max(counts.of(Outcome.FAILED), failedHere);
    if (failed > 0) {
      return new Ending(
          Ending.Kind.SOME_FAILED, Quantity.of(failed, "session") + " failed; see report failures");
    }
    if (counts.open() > 0) {
      return new Ending(
          Ending.Kind.SOME_FAILED,
          "open claims: %d. Their sessions have become younger than the minimum age, or PAVE could not be asked; see report open-claims"
              .formatted(counts.open()));
    }
    return new Ending(Ending.Kind.COMPLETE, null);
  }
}
