package dev.sessioncleanup.simulation;

import dev.sessioncleanup.ledger.Outcome;
import dev.sessioncleanup.runs.RunState;
import dev.sessioncleanup.simulation.SimulatedPave.Behaviour;
import dev.sessioncleanup.simulation.SimulatedTables.AuditRow;
import dev.sessioncleanup.simulation.SimulatedTables.Tracked;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** The invariants that hold at the end of a simulation, checked against PAVE's own log. */
final class FinalInvariants {
  /** How far the processes' estimates of the server's clock may differ. */
  private static final double CLOCK_ERROR = 3e6;

  private final SimulatedTables tables;
  private final SimulatedPave pave;
  private final double rate;
  private final Violations violations;

  FinalInvariants(SimulatedTables tables, SimulatedPave pave, double rate, Violations violations) {
    this.tables = tables;
    this.pave = pave;
    this.rate = rate;
    this.violations = violations;
  }

  void check() {
    tables.tracked.values().forEach(this::session);
    tables.audit.forEach(this::row);
    pave.deletes.forEach(
        (key, sent) -> {
          int attempts = tables.rowsOf(key).stream().mapToInt(row -> row.attempts).sum();
          check(sent <= attempts, key, "was sent more often than granted");
        });
    pave.removed.forEach(this::removed);
    tables.runs.forEach(
        run ->
            check(
                !Set.of(RunState.PLANNED, RunState.RUNNING, RunState.PAUSED, RunState.FAILED)
                    .contains(run.state),
                "run " + run.runId,
                "is left " + run.state));
    ceiling();
  }

  long inferred() {
    return tables.audit.stream()
        .filter(row -> row.inferred && row.outcome == Outcome.REMOVED)
        .count();
  }

  /** Every session that may be deleted has exactly one final outcome, or a reason for none. */
  private void session(Tracked session) {
    List<AuditRow> finals = tables.rowsOf(session.key).stream().filter(AuditRow::isFinal).toList();
    check(finals.size() <= 1, session.key, "has several final outcomes");
    boolean bad = pave.behaviours.getOrDefault(session.key, Behaviour.NORMAL) != Behaviour.NORMAL;
    boolean aside = !session.status.equals("IDLE") || tables.isHeld(session.key);
    check(session.settled || bad || aside, session.key, "is not settled");
  }

  private void row(AuditRow row) {
    boolean removedByUs = pave.removed.contains(row.key);
    String there = pave.sessions.get(row.key);
    if (row.outcome == null) {
      boolean bad = pave.behaviours.getOrDefault(row.key, Behaviour.NORMAL) != Behaviour.NORMAL;
      check(bad && tables.isDoubtful(row.key), row.key, "has an open claim");
      return;
    }
    switch (row.outcome) {
      case REMOVED ->
          check(
              removedByUs || (row.inferred && there == null),
              row.key,
              "is recorded as removed, and is not");
      case MISSING -> check(!removedByUs && there == null, row.key, "is recorded as missing");
      case STARTED, NOT_IDLE ->
          check(!removedByUs, row.key, "is recorded as " + row.outcome + ", and was removed");
      case HELD -> check(tables.isHeld(row.key), row.key, "was never on hold");
      case FAILED -> {}
    }
    check(
        row.outcome != Outcome.REMOVED || !row.inferred || doubt(row),
        row.key,
        "is inferred without a doubt");
  }

  private boolean doubt(AuditRow row) {
    return tables.rowsOf(row.key).stream().anyMatch(each -> each.unanswered > 0)
        || pave.deletes.getOrDefault(row.key, 0) > 0;
  }

  /** Every removal by PAVE is recorded as removed. */
  private void removed(String key) {
    List<AuditRow> rows = tables.rowsOf(key);
    boolean bad = pave.behaviours.getOrDefault(key, Behaviour.NORMAL) != Behaviour.NORMAL;
    boolean known = rows.stream().anyMatch(row -> row.outcome == Outcome.REMOVED);
    boolean inDoubt = rows.stream().anyMatch(row -> row.unanswered > 0);
    Tracked session = tables.tracked.get(key);
    boolean aside = bad || tables.isHeld(key) || session == null || !session.status.equals("IDLE");
    check(known || (aside && inDoubt), key, "was removed, and no row says so");
  }

  /**
   * At most ⌈0.99 · rate · (W + s)⌉ calls in any W seconds, where s is how late a slot may be used.
   */
  private void ceiling() {
    double interval = 1e9 / (0.99 * rate);
    double late = Math.clamp(interval / 2, 10e6, 100e6);
    List<Long> sends = pave.sends.stream().sorted().toList();
    for (int seconds : new int[] {1, 10}) {
      long window = TimeUnit.SECONDS.toNanos(seconds);
      long most = (long) Math.ceil((window + late + CLOCK_ERROR) / interval);
      int first = 0;
      for (int i = 0; i < sends.size(); i++) {
        while (sends.get(i) - sends.get(first) >= window) {
          first++;
        }
        check(i - first + 1 <= most, "PAVE", "is asked more than the ceiling allows");
      }
    }
  }

  private void check(boolean holds, String what, String problem) {
    violations.check(holds, what, problem);
  }
}
