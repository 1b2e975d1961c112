package dev.sessioncleanup.simulation;

import dev.sessioncleanup.ledger.Claim;
import dev.sessioncleanup.ledger.ClaimUpdate;
import dev.sessioncleanup.ledger.ClaimUpdate.SendEffect;
import dev.sessioncleanup.ledger.Finding;
import dev.sessioncleanup.ledger.Ledger;
import dev.sessioncleanup.ledger.Outcome;
import dev.sessioncleanup.ledger.RecordedOutcome;
import dev.sessioncleanup.ledger.Selection;
import dev.sessioncleanup.simulation.SimulatedTables.AuditRow;
import dev.sessioncleanup.simulation.SimulatedTables.Tracked;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The ledger in memory, with the rules of the one in PostgreSQL. */
public final class InMemoryLedger implements Ledger {
  private static final Comparator<Tracked> OLDEST_FIRST =
      Comparator.<Tracked, Instant>comparing(session -> session.createdAt)
          .thenComparing(session -> session.key);

  private final SimulatedTables tables;
  private final int process;

  public InMemoryLedger(SimulatedTables tables, int process) {
    this.tables = tables;
    this.process = process;
  }

  @Override
  public List<Claim> claim(Selection selection, int limit) {
    List<Claim> claims = claim(selection, limit, false);
    if (claims.isEmpty() && limit > 0) {
      settleAgain(selection);
      claims = claim(selection, limit, true);
    }
    return claims;
  }

  @Override
  public List<Claim> claimNewest(Selection selection, int limit) {
    List<Tracked> newest =
        claimable(selection, false).sorted(OLDEST_FIRST.reversed()).limit(limit).toList();
    return newest.stream().sorted(OLDEST_FIRST).map(each -> claim(each, selection)).toList();
  }

  private List<Claim> claim(Selection selection, int limit, boolean failedBefore) {
    List<Tracked> oldest =
        claimable(selection, failedBefore).sorted(OLDEST_FIRST).limit(limit).toList();
    return oldest.stream().map(each -> claim(each, selection)).toList();
  }

  private Claim claim(Tracked session, Selection selection) {
    return tables.insert(selection.runId(), session.key, selection.account(), process).claim();
  }

  private Stream<Tracked> claimable(Selection selection, boolean failedBefore) {
    return tables.tracked.values().stream()
        .filter(session -> tables.isClaimable(session, selection))
        .filter(session -> !tables.isLocked(session.key))
        .filter(session -> failedBefore == failedBefore(session));
  }

  private boolean failedBefore(Tracked session) {
    return tables.rowsOf(session.key).stream().anyMatch(row -> row.outcome == Outcome.FAILED);
  }

  private void settleAgain(Selection selection) {
    tables.tracked.values().stream()
        .filter(session -> session.account.equals(selection.account()))
        .filter(session -> session.status.equals("IDLE") && !session.settled)
        .filter(session -> !tables.isLocked(session.key))
        .filter(session -> session.createdAt.isBefore(selection.createdBefore()))
        .filter(session -> tables.rowsOf(session.key).stream().anyMatch(tables::isInForce))
        .forEach(session -> session.settled = true);
  }

  @Override
  public List<Claim> takeOver(Selection selection, int limit) {
    return takeOver(selection, limit, row -> true);
  }

  @Override
  public List<Claim> takeOverOfRun(Selection selection, int limit) {
    return takeOver(selection, limit, row -> row.runId == selection.runId());
  }

  private List<Claim> takeOver(Selection selection, int limit, Predicate<AuditRow> which) {
    List<AuditRow> orphans =
        tables.audit.stream()
            .filter(AuditRow::isOpen)
            .filter(row -> row.account.equals(selection.account()))
            .filter(row -> row.claimedBy != process)
            .filter(row -> !(tables.rules.onlyDeadAreTakenOver() && tables.isAlive(row.claimedBy)))
            .filter(row -> which.test(row) || tables.isReleasedNext(row))
            .filter(row -> tables.isOldEnough(row.key, selection))
            .filter(row -> tables.isInRange(row, selection))
            .limit(limit)
            .toList();
    List<Claim> claims = new ArrayList<>();
    for (AuditRow row : orphans) {
      if (row.attempts == 0 && tables.isCancelled(row.runId)) {
        tables.observer.beforeRelease(row);
        tables.audit.remove(row);
      } else {
        row.claimedBy = process;
        row.revision++;
        claims.add(row.claim());
      }
    }
    return claims;
  }

  @Override
  public List<Claim> own(Selection selection) {
    return tables.audit.stream()
        .filter(this::isOurs)
        .filter(row -> row.account.equals(selection.account()))
        .filter(row -> tables.isOldEnough(row.key, selection))
        .map(AuditRow::claim)
        .toList();
  }

  @Override
  public int release(Collection<Claim> claims) {
    Set<Long> ids = claims.stream().map(Claim::auditId).collect(Collectors.toSet());
    int before = tables.audit.size();
    tables.audit.removeIf(row -> ids.contains(row.auditId) && isOurs(row) && mayBeReleased(row));
    return before - tables.audit.size();
  }

  private boolean mayBeReleased(AuditRow row) {
    boolean may = row.attempts == 0 || !tables.rules.attemptedStay();
    if (may) {
      tables.observer.beforeRelease(row);
    }
    return may;
  }

  @Override
  public Map<Long, Claim> readBack(Collection<Long> auditIds) {
    Map<Long, Claim> found = new HashMap<>();
    tables.audit.stream()
        .filter(row -> auditIds.contains(row.auditId) && isOurs(row))
        .forEach(row -> found.put(row.auditId, row.claim()));
    return found;
  }

  @Override
  public List<RecordedOutcome> recorded(Collection<Long> auditIds) {
    return tables.audit.stream()
        .filter(row -> auditIds.contains(row.auditId) && !row.isOpen())
        .map(InMemoryLedger::recorded)
        .toList();
  }

  @Override
  public List<RecordedOutcome> record(Collection<Finding> findings) {
    List<RecordedOutcome> recorded = new ArrayList<>();
    for (Finding finding : findings) {
      AuditRow row = tables.row(finding.claim().auditId());
      if (row != null && isRecordable(row, finding) && !tables.isLocked(row.key)) {
        record(row, finding);
        recorded.add(recorded(row));
      }
    }
    return recorded;
  }

  private void record(AuditRow row, Finding finding) {
    tables.observer.beforeRecord(row, finding, process);
    int unanswered = Math.max(0, row.unanswered - (finding.basis().answersDelete() ? 1 : 0));
    boolean missing = finding.outcome() == Outcome.MISSING;
    boolean doubt = finding.impliesRemoved() || unanswered > 0 || unansweredElsewhere(row);
    Tracked session = tables.tracked.get(row.key);
    boolean moved = missing && session != null && !session.account.equals(row.account);
    boolean inferred = missing && !moved && doubt && tables.rules.doubtCounts();
    row.outcome = inferred ? Outcome.REMOVED : moved ? Outcome.FAILED : finding.outcome();
    row.inferred = inferred || (!missing && "inferred".equals(finding.evidence()));
    row.unanswered = unanswered;
    row.failures = Math.max(row.failures, finding.claim().failures());
    row.detail = finding.detail();
    row.revision++;
    boolean settles = row.isFinal() || (row.outcome == Outcome.NOT_IDLE && !row.inferred);
    if (session != null && settles) {
      session.settled = true;
    }
  }

  private boolean unansweredElsewhere(AuditRow row) {
    return tables.rowsOf(row.key).stream()
        .anyMatch(other -> other.auditId != row.auditId && other.unanswered > 0);
  }

  @Override
  public Set<Long> recordable(Collection<Finding> findings) {
    Set<Long> ids = new HashSet<>();
    for (Finding finding : findings) {
      AuditRow row = tables.row(finding.claim().auditId());
      if (row != null && isRecordable(row, finding)) {
        ids.add(row.auditId);
      }
    }
    return ids;
  }

  private boolean isRecordable(AuditRow row, Finding finding) {
    boolean may = isOurs(row) || finding.provesItself() || !tables.rules.ownerRecords();
    return row.isOpen() && may;
  }

  @Override
  public List<Claim> update(Collection<ClaimUpdate> updates) {
    List<Claim> updated = new ArrayList<>();
    for (ClaimUpdate update : updates) {
      @Nullable AuditRow row = tables.row(update.claim().auditId());
      if (row != null && isOurs(row) && row.revision == update.claim().revision()) {
        row.attempts -= update.effect() == SendEffect.NOT_SENT ? 1 : 0;
        row.unanswered -= update.effect() != SendEffect.UNKNOWN && row.unanswered > 0 ? 1 : 0;
        row.failures += update.failures();
        row.detail = update.call() == null ? row.detail : update.call().detail();
        row.revision++;
        updated.add(row.claim());
      }
    }
    return updated;
  }

  private boolean isOurs(AuditRow row) {
    return row.isOpen() && row.claimedBy == process;
  }

  private static RecordedOutcome recorded(AuditRow row) {
    Outcome outcome = java.util.Objects.requireNonNull(row.outcome);
    return new RecordedOutcome(row.auditId, row.runId, outcome, row.inferred);
  }
}
