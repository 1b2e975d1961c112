package dev.sessioncleanup.deletion;

import dev.sessioncleanup.audit.Claim;
import dev.sessioncleanup.audit.Finding;
import dev.sessioncleanup.audit.Note;
import dev.sessioncleanup.audit.Outcome;
import dev.sessioncleanup.pave.SessionKey;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The tickets in the pipe, from the moment they come in until they leave it. Belongs to its thread.
 */
final class Tickets {
  private static final Logger log = LoggerFactory.getLogger(Tickets.class);

  private final Pipe pipe;
  private final Judge judge;
  private final Map<Long, Ticket> entered = new HashMap<>();
  private final Set<String> setAside = ConcurrentHashMap.newKeySet();

  Tickets(Pipe pipe, Judge judge) {
    this.pipe = pipe;
    this.judge = judge;
  }

  /** The ticket comes in, and waits for a slot. */
  void enter(Ticket ticket) {
    pipe.load.entered();
    replaceFormer(ticket);
    String problem = SessionKey.problem(ticket.key());
    if (problem == null) {
      pipe.waiting.last(ticket);
      return;
    }
    String detail = problem + "; PAVE cannot be asked about it. Correct the tracking row.";
    close(ticket, Finding.withoutCall(ticket.claim, Outcome.FAILED, detail));
  }

  /**
   * A claim that another process had in between comes back while its former ticket is still here:
   * two tickets of one claim would take each other's grants for lost ones.
   */
  private void replaceFormer(Ticket ticket) {
    Ticket former = entered.put(ticket.claim.auditId(), ticket);
    if (former != null) {
      drop(former);
      pipe.waiting.remove(former);
    }
  }

  /** The ticket's last stop: its outcome is recorded. */
  void close(Ticket ticket, Finding finding) {
    pipe.recorder.record(
        finding,
        recorded ->
            pipe.tell(
                () -> {
                  if (recorded != null) {
                    pipe.tally().recorded(recorded);
                    judge.onRecord(finding, recorded);
                  }
                  drop(ticket);
                }));
  }

  /** Writes on the open row, then goes on with the claim as it is now. */
  void note(Ticket ticket, Note note, Runnable then) {
    pipe.recorder.note(
        note,
        claim ->
            pipe.tell(
                () -> {
                  if (claim == null) {
                    drop(ticket);
                  } else {
                    ticket.claim = claim;
                    then.run();
                  }
                }));
  }

  /** The session stays undone in this run. */
  void setAside(Ticket ticket) {
    setAside.add(ticket.key());
    if (ticket.claim.attempts() == 0) {
      release(List.of(ticket));
    } else {
      drop(ticket);
    }
  }

  /** The ticket is out of the pipe. */
  void drop(Ticket ticket) {
    if (!ticket.gone) {
      ticket.gone = true;
      entered.remove(ticket.claim.auditId(), ticket);
      judge.presence().gone(ticket);
      pipe.load.left(ticket);
    }
  }

  /** The session counts as sent from now on. */
  void count(Ticket ticket) {
    pipe.load.sent(ticket);
  }

  /** Gives claims without an attempt back. */
  void release(List<Ticket> unattempted) {
    if (!unattempted.isEmpty()) {
      List<Claim> claims = unattempted.stream().map(ticket -> ticket.claim).toList();
      pipe.patience.insist(() -> pipe.parts.ledger().release(claims));
      unattempted.forEach(this::drop);
      log.debug("Released {} claims without an attempt.", claims.size());
    }
  }

  /** Sessions that are left undone; may be asked by other threads. */
  Set<String> setAside() {
    return setAside;
  }
}
