package dev.sessioncleanup.deletion;

import dev.sessioncleanup.audit.Claim;
import dev.sessioncleanup.audit.Ledger;
import dev.sessioncleanup.audit.Note;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * After a grant whose acknowledgement was lost: it was granted but never sent, and is undone. Only
 * that very grant is, the one change that the row has had since: further ones are another
 * process's, which had the claim in between and may have sent.
 */
final class Reconciliation {
  private final Ledger ledger;

  Reconciliation(Ledger ledger) {
    this.ledger = ledger;
  }

  /**
   * Brings tickets and rows together; returns the tickets whose claims were lost. Bears being
   * called again.
   */
  List<Ticket> of(Collection<Ticket> tickets) {
    Map<Long, Claim> rows = ledger.readBack(tickets.stream().map(t -> t.claim.auditId()).toList());
    List<Ticket> lost = new ArrayList<>();
    for (Ticket ticket : tickets) {
      Claim row = rows.get(ticket.claim.auditId());
      if (row != null && isNextGrant(row, ticket.claim)) {
        List<Claim> undone = ledger.note(List.of(Note.forfeit(row)));
        row = undone.isEmpty() ? null : undone.getFirst();
      }
      if (row == null) {
        lost.add(ticket);
      } else {
        ticket.claim = row;
      }
    }
    return lost;
  }

  private static boolean isNextGrant(Claim row, Claim known) {
    return row.revision() == known.revision() + 1 && row.attempts() == known.attempts() + 1;
  }
}
