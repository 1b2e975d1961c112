package dev.sessioncleanup.simulation;

import dev.sessioncleanup.ledger.Claim;
import dev.sessioncleanup.ledger.Finding;
import dev.sessioncleanup.ledger.Outcome;
import dev.sessioncleanup.ledger.Selection;
import dev.sessioncleanup.runs.RunCommand;
import dev.sessioncleanup.runs.RunState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The tables of the database in memory, and conditions that several statements share. One thread
 * moves at a time, so every method is a transaction.
 */
public final class SimulatedTables {
  public final Map<String, Tracked> tracked = new TreeMap<>();
  public final Map<String, Instant> holds = new HashMap<>();
  public final Set<String> locked = new HashSet<>();
  public final List<AuditRow> audit = new ArrayList<>();
  public final List<RunRow> runs = new ArrayList<>();
  public final Map<Integer, Boolean> locks = new HashMap<>();
  public final Rules rules;
  public Observer observer = new Observer() {};
  final Map<String, Integer> reopened = new HashMap<>();
  final Map<String, Long> heldSince = new HashMap<>();
  private final LongSupplier nanos;
  private long lastAuditId;
  private int lastProcess;

  /** A row of tracked_session. */
  public static final class Tracked {
    public final String key;
    public String account = "default";
    public String status = "IDLE";
    public Instant createdAt;
    public boolean settled;

    public Tracked(String key, Instant createdAt) {
      this.key = key;
      this.createdAt = createdAt;
    }
  }

  /** A row of session_audit. */
  public static final class AuditRow {
    public final long auditId;
    public final long runId;
    public final String key;
    public final String account;
    public final int generation;
    public int claimedBy;
    public int revision;
    public int attempts;
    public int unanswered;
    public int failures;
    public @Nullable Outcome outcome;
    public boolean inferred;
    public boolean failedBefore;
    public @Nullable String detail;

    AuditRow(long auditId, RowStart start) {
      this.auditId = auditId;
      this.runId = start.runId;
      this.key = start.key;
      this.account = start.account;
      this.claimedBy = start.process;
      this.generation = start.generation;
    }

    public boolean isOpen() {
      return outcome == null;
    }

    public boolean isFinal() {
      return outcome == Outcome.REMOVED || outcome == Outcome.STARTED || outcome == Outcome.MISSING;
    }

    public Claim claim() {
      return new Claim(auditId, runId, key, revision, attempts, unanswered, failures, failedBefore);
    }
  }

  /** The columns of a claim. */
  private record RowStart(long runId, String key, String account, int process, int generation) {}

  /** A row of cleanup_run. */
  public static final class RunRow {
    public final long runId;
    public final RunCommand command;
    public final Instant createdBefore;
    public RunState state = RunState.PLANNED;
    public int process;
    public @Nullable String reason;

    public RunRow(long runId, RunCommand command, Instant createdBefore, int process) {
      this.runId = runId;
      this.command = command;
      this.createdBefore = createdBefore;
      this.process = process;
    }
  }

  /** Is called before each change, and throws if the change is not allowed. */
  public interface Observer {
    default void beforeRecord(AuditRow row, Finding finding, int process) {}

    default void beforeRelease(AuditRow row) {}
  }

  /** Rules that can be disabled, to show that a violation is detected. */
  public record Rules(
      boolean doubtCounts,
      boolean ownerRecords,
      boolean grantRaisesUnanswered,
      boolean paceIsKept,
      boolean holdsAreAsked,
      boolean onlyDeadAreTakenOver,
      boolean attemptedStay) {
    public static final Rules ALL = new Rules(true, true, true, true, true, true, true);
  }

  public SimulatedTables(LongSupplier nanos, Rules rules) {
    this.nanos = nanos;
    this.rules = rules;
  }

  /** The server's clock. */
  public Instant clock() {
    return Instant.EPOCH.plusNanos(nanos.getAsLong());
  }

  public long micros() {
    return nanos.getAsLong() / 1000;
  }

  /** Puts the session on hold, as an operator does. */
  public void hold(String key) {
    holds.put(key, Instant.MAX);
    heldSince.putIfAbsent(key, nanos.getAsLong());
  }

  /** Connects a process and takes its advisory lock. */
  public int newProcess() {
    locks.put(++lastProcess, true);
    return lastProcess;
  }

  /** Whether the process holds its lock. */
  public boolean isAlive(int process) {
    return locks.getOrDefault(process, false);
  }

  public AuditRow insert(long runId, String key, String account, int process) {
    RowStart start = new RowStart(runId, key, account, process, reopened.getOrDefault(key, 0));
    AuditRow row = new AuditRow(++lastAuditId, start);
    row.failedBefore = rowsOf(key).stream().anyMatch(other -> other.outcome == Outcome.FAILED);
    audit.add(row);
    return row;
  }

  public RunRow insertRun(RunCommand command, Instant createdBefore, int process) {
    RunRow row = new RunRow(runs.size() + 1L, command, createdBefore, process);
    runs.add(row);
    return row;
  }

  boolean isCancelled(long runId) {
    return runs.stream().anyMatch(run -> run.runId == runId && run.state == RunState.CANCELLED);
  }

  public @Nullable AuditRow row(long auditId) {
    return audit.stream().filter(row -> row.auditId == auditId).findFirst().orElse(null);
  }

  public List<AuditRow> rowsOf(String key) {
    return audit.stream().filter(row -> row.key.equals(key)).toList();
  }

  /** Whether the next run deletes the open claim before it claims sessions. */
  boolean isReleasedNext(AuditRow row) {
    return row.isOpen() && row.attempts == 0 && !isAlive(row.claimedBy) && isCancelled(row.runId);
  }

  /** The predicate of a session that can be claimed. */
  public boolean isClaimable(Tracked session, Selection selection) {
    return isEligible(session, selection)
        && rowsOf(session.key).stream().noneMatch(AuditRow::isOpen);
  }

  /** The predicate of an eligible session. */
  public boolean isEligible(Tracked session, Selection selection) {
    return session.account.equals(selection.account())
        && session.status.equals("IDLE")
        && !session.settled
        && session.createdAt.isBefore(selection.createdBefore())
        && session.createdAt.isBefore(clock().minus(selection.floor()))
        && (selection.createdFrom() == null || !session.createdAt.isBefore(selection.createdFrom()))
        && !isHeld(session.key)
        && rowsOf(session.key).stream()
            .noneMatch(
                row ->
                    (row.isOpen() && !isReleasedNext(row))
                        || row.runId == selection.runId()
                        || isInForce(row));
  }

  /** The row is a final outcome, and nobody has reopened its session since. */
  boolean isInForce(AuditRow row) {
    return row.isFinal() && row.generation == reopened.getOrDefault(row.key, 0);
  }

  /** Whether a hold of the session is in force. */
  boolean isHeld(String key) {
    Instant until = holds.get(key);
    return until != null && until.isAfter(clock());
  }

  /** Whether the session's tracked row is locked. */
  boolean isLocked(String key) {
    return locked.contains(key) && tracked.containsKey(key);
  }

  /** Whether a DELETE of the session is unanswered. */
  public boolean isDoubtful(String key) {
    return rowsOf(key).stream().anyMatch(row -> row.unanswered > 0);
  }

  /** The session is not younger than the minimum age, or not tracked. */
  public boolean isOldEnough(String key, Selection selection) {
    Tracked session = tracked.get(key);
    return session == null || session.createdAt.isBefore(clock().minus(selection.floor()));
  }

  /** An open claim that a run over this selection may take over. */
  public boolean isInRange(AuditRow row, Selection selection) {
    if (selection.createdFrom() == null || row.runId == selection.runId()) {
      return true;
    }
    Tracked session = tracked.get(row.key);
    return session != null
        && !session.createdAt.isBefore(selection.createdFrom())
        && session.createdAt.isBefore(selection.createdBefore());
  }
}
