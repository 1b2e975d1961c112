package dev.sessioncleanup.simulation;

import dev.sessioncleanup.ledger.Finding;
import dev.sessioncleanup.pave.Reply;
import dev.sessioncleanup.simulation.SeededScheduler.SimulatedThreads;
import dev.sessioncleanup.simulation.SimulatedTables.AuditRow;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The invariants that hold at every step of a simulation, checked against PAVE's own log. */
final class Invariants implements SimulatedTables.Observer, SimulatedPave.Observer {
  /** A slot is granted at most 100 ms ahead, may be used 100 ms late, and replies take time. */
  private static final long GRANTED_BEFORE = TimeUnit.MILLISECONDS.toNanos(220);

  private final SimulatedTables tables;
  private final SimulatedPave pave;
  private final Violations violations;
  private final Map<SimulatedThreads, Wait> waits = new HashMap<>();

  /** A wait that PAVE asked a process for; nanoseconds. */
  private record Wait(long from, long until) {}

  Invariants(SimulatedTables tables, SimulatedPave pave, Violations violations) {
    this.tables = tables;
    this.pave = pave;
    this.violations = violations;
  }

  /** No send without a recorded intent, and none of a session on hold. */
  @Override
  public void beforeDelete(String key) {
    int sent = pave.deletes.getOrDefault(key, 0);
    int attempts = tables.rowsOf(key).stream().mapToInt(row -> row.attempts).sum();
    check(attempts > sent, key, "is sent without an intent on record");
    check(
        tables.rowsOf(key).stream().anyMatch(row -> row.unanswered > 0),
        key,
        "is sent without a doubt on record");
    long now = tables.micros() * 1000;
    long held = tables.heldSince.getOrDefault(key, now);
    check(now - held <= GRANTED_BEFORE, key, "is sent although it is on hold");
  }

  /** No process sends during a wait that PAVE asked it for. */
  @Override
  public void beforeCall(SimulatedThreads process) {
    Wait wait = waits.get(process);
    long now = process.nanos();
    check(
        wait == null || now <= wait.from() + GRANTED_BEFORE || now >= wait.until(),
        "PAVE",
        "is asked during a wait that it asked for");
  }

  @Override
  public void received(SimulatedThreads process, Reply reply) {
    if (reply instanceof Reply.Throttled throttled) {
      Duration asked = throttled.retryAfter();
      long now = process.nanos();
      long until = now + (asked == null ? TimeUnit.SECONDS.toNanos(1) : asked.toNanos());
      Wait before = waits.get(process);
      if (before == null || before.until() <= now) {
        waits.put(process, new Wait(now, until));
      } else {
        waits.put(process, new Wait(before.from(), Math.max(before.until(), until)));
      }
    }
  }

  /** An inconclusive outcome is recorded only by the claim's owner. */
  @Override
  public void beforeRecord(AuditRow row, Finding finding, int process) {
    check(
        row.claimedBy == process || finding.provesItself(),
        row.key,
        "is recorded by a process that does not own its claim");
  }

  /** Only a claim without an attempt is released. */
  @Override
  public void beforeRelease(AuditRow row) {
    check(row.attempts == 0, row.key, "is released although it was attempted");
  }

  private void check(boolean holds, String what, String problem) {
    violations.check(holds, what, problem);
  }
}
