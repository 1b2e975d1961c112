package dev.sessioncleanup.simulation;

import dev.sessioncleanup.simulation.SimulatedTables.AuditRow;
import org.jspecify.annotations.Nullable;

/** Keeps the first violation of an invariant. */
final class Violations {
  private final SimulatedTables tables;
  private final SimulatedPave pave;
  private @Nullable AssertionError violation;

  Violations(SimulatedTables tables, SimulatedPave pave) {
    this.tables = tables;
    this.pave = pave;
  }

  /** Rethrows the first violation, because the engine may have caught it and continued. */
  void rethrow() {
    if (violation != null) {
      throw violation;
    }
  }

  /** Throws the first violation, now and at every later check. */
  void check(boolean holds, String what, String problem) {
    if (!holds && violation == null) {
      violation =
          new AssertionError(
              "%s %s: sent %d times, removed there: %s, rows: %s"
                  .formatted(
                      what,
                      problem,
                      pave.deletes.getOrDefault(what, 0),
                      pave.removed.contains(what),
                      tables.rowsOf(what).stream().map(Violations::text).toList()));
    }
    rethrow();
  }

  private static String text(AuditRow row) {
    return "run %d %s%s, attempts %d, unanswered %d"
        .formatted(
            row.runId,
            row.outcome == null ? "open" : row.outcome,
            row.inferred ? " inferred" : "",
            row.attempts,
            row.unanswered);
  }
}
