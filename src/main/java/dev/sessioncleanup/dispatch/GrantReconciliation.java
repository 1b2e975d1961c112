package dev.sessioncleanup.dispatch;

import dev.sessioncleanup.availability.CallKind;
import dev.sessioncleanup.ledger.Claim;
import dev.sessioncleanup.ledger.ClaimUpdate;
import dev.sessioncleanup.ledger.Ledger;
import dev.sessioncleanup.pacing.Grant.Verdict;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Undoes grants whose reply was lost: such a grant may be committed, but was never used. It is
 * undone only if it is the only change of the row since then. After further changes another process
 * had the claim in between and may have sent a DELETE. Not safe for use by many threads.
 */
final class GrantReconciliation {
  private final Ledger ledger;
  private final Set<PermitRequest> doubtful = new LinkedHashSet<>();

  GrantReconciliation(Ledger ledger) {
    this.ledger = ledger;
  }

  /** The state of these claims in the database is unknown. */
  void doubt(Collection<PermitRequest> requests) {
    requests.stream().filter(request -> request.kind != CallKind.PROBE).forEach(doubtful::add);
  }

  boolean isPending() {
    return !doubtful.isEmpty();
  }

  /**
   * Updates the requests from the rows of their claims, and denies requests whose claims were lost.
   * Safe to repeat; throws Spring's DataAccessException.
   */
  void reconcile() {
    List<Long> ids = doubtful.stream().map(request -> request.claim().auditId()).toList();
    Map<Long, Claim> rows = ledger.readBack(ids);
    for (PermitRequest request : List.copyOf(doubtful)) {
      Claim row = rows.get(request.claim().auditId());
      if (row != null && isNextGrant(row, request.claim())) {
        List<Claim> undone = ledger.update(List.of(ClaimUpdate.notSent(row)));
        row = undone.isEmpty() ? null : undone.getFirst();
      }
      if (row == null) {
        request.promise.complete(new Permit.Denied(request.claim(), Verdict.LOST));
      } else {
        request.claim(row);
      }
      doubtful.remove(request);
    }
  }

  private static boolean isNextGrant(Claim row, Claim known) {
    return row.revision() == known.revision() + 1 && row.attempts() == known.attempts() + 1;
  }
}
