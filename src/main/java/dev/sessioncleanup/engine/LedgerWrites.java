package dev.sessioncleanup.engine;

import dev.sessioncleanup.ledger.Claim;
import dev.sessioncleanup.ledger.ClaimUpdate;
import dev.sessioncleanup.ledger.Finding;
import dev.sessioncleanup.ledger.Ledger;
import dev.sessioncleanup.ledger.RecordedOutcome;
import dev.sessioncleanup.runs.DatabaseRetry;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Writes to the ledger, and repeats until the recorded state is known, also after a commit whose
 * reply was lost. Every method throws DatabaseUnavailableException when the database was
 * unavailable for too long.
 */
final class LedgerWrites {
  private final Ledger ledger;
  private final DatabaseRetry retry;

  /**
   * The result of recording findings.
   *
   * @param recorded the recorded outcomes, by claim
   * @param locked claims that could not be recorded because their tracked session is locked
   */
  record Outcomes(Map<Long, RecordedOutcome> recorded, Set<Long> locked) {}

  LedgerWrites(Ledger ledger, DatabaseRetry retry) {
    this.ledger = ledger;
    this.retry = retry;
  }

  Outcomes record(List<Finding> findings) {
    if (findings.isEmpty()) {
      return new Outcomes(Map.of(), Set.of());
    }
    Map<Long, RecordedOutcome> recorded = byId(retry.call(() -> ledger.record(findings)));
    List<Finding> rest =
        findings.stream().filter(each -> !recorded.containsKey(each.claim().auditId())).toList();
    Set<Long> locked = new HashSet<>();
    if (!rest.isEmpty()) {
      locked.addAll(retry.call(() -> ledger.recordable(rest)));
      // Recorded by a commit whose reply was lost, or by another process.
      List<Long> ids = rest.stream().map(each -> each.claim().auditId()).toList();
      recorded.putAll(byId(retry.call(() -> ledger.recorded(ids))));
      locked.removeAll(recorded.keySet());
    }
    return new Outcomes(recorded, locked);
  }

  /** The new state of the claims, without those that no longer belong to this process. */
  Map<Long, Claim> update(List<ClaimUpdate> updates) {
    return updates.isEmpty() ? Map.of() : retry.call(() -> updateOnce(updates));
  }

  /** Safe to repeat: an update whose commit was not acknowledged is found by reading back. */
  private Map<Long, Claim> updateOnce(List<ClaimUpdate> updates) {
    Map<Long, Claim> updated =
        ledger.update(updates).stream().collect(Collectors.toMap(Claim::auditId, claim -> claim));
    List<Long> rest =
        updates.stream()
            .map(update -> update.claim().auditId())
            .filter(id -> !updated.containsKey(id))
            .toList();
    if (!rest.isEmpty()) {
      updated.putAll(ledger.readBack(rest));
    }
    return updated;
  }

  private static Map<Long, RecordedOutcome> byId(List<RecordedOutcome> rows) {
    Map<Long, RecordedOutcome> byId = new HashMap<>();
    rows.forEach(row -> byId.put(row.auditId(), row));
    return byId;
  }
}
