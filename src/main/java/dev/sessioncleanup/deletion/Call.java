package dev.sessioncleanup.deletion;

import dev.sessioncleanup.audit.Ending;
import dev.sessioncleanup.pave.Reply;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One call to PAVE in its slot, on a virtual thread of its own; what comes of it is told to the
 * judge.
 */
final class Call {
  private static final Logger log = LoggerFactory.getLogger(Call.class);

  private final Dispatch dispatch;
  private final Pipe pipe;
  private final Judge judge;
  final Ticket ticket;
  final Kind kind;
  final long slotMicros;

  /** The session that is asked for: with a probe not the ticket's, if another one is known. */
  final String key;

  /** What is sent. */
  enum Kind {
    /** The deletion itself. */
    DELETE,
    /** A look at the session before it is deleted. */
    VERIFY,
    /** A look at a session, if possible one that PAVE answered for: does it answer at all? */
    PROBE
  }

  Call(Dispatch dispatch, Ticket ticket, Kind kind, long slotMicros) {
    this.dispatch = dispatch;
    this.pipe = dispatch.pipe;
    this.judge = dispatch.judge;
    this.ticket = ticket;
    this.kind = kind;
    this.slotMicros = slotMicros;
    this.key = kind == Kind.PROBE ? judge.presence().probeKey(ticket) : ticket.key();
  }

  /** Sends when the slot starts, or forfeits it when it is late or the run has ended by then. */
  void at(long slot, long forfeitAfter) {
    Thread.startVirtualThread(
        () -> {
          sleepUntil(slot);
          long now = pipe.parts.ticker().nanos();
          boolean late = now - slot > forfeitAfter;
          if (late) {
            pipe.tell(dispatch::forfeited);
          }
          if (late || pipe.control.ended()) {
            pipe.tell(() -> judge.forfeited(this));
            return;
          }
          pipe.tally().requested(now);
          send();
        });
  }

  private void send() {
    try {
      if (kind == Kind.DELETE) {
        Reply.OfDelete reply = pipe.parts.pave().delete(key);
        heard(reply);
        pipe.tell(() -> judge.deleted(this, reply));
      } else {
        Reply.OfLookup reply = pipe.parts.pave().lookUp(key);
        heard(reply);
        pipe.tell(() -> judge.lookedUp(this, reply));
      }
    } catch (RuntimeException | Error fault) {
      log.error("A call could not be made.", fault);
      pipe.control.end(Ending.Kind.FAULT, "a fault of the program: " + fault);
      pipe.tell(() -> judge.broken(this));
    }
  }

  private void heard(Reply reply) {
    if (reply instanceof Reply.Refused refused) {
      // At once and not in turn: calls whose slot comes next must see it.
      pipe.control.end(Ending.Kind.REFUSED, refused.detail());
    }
    if (!(reply instanceof Reply.NoReply)) {
      pipe.tally().replied(reply.latency());
    }
    pipe.tell(dispatch::used);
  }

  private void sleepUntil(long moment) {
    Ticker ticker = pipe.parts.ticker();
    for (long left = moment - ticker.nanos(); left > 0; left = moment - ticker.nanos()) {
      ticker.park(left);
    }
  }
}
