package dev.sessioncleanup.deletion;

import dev.sessioncleanup.audit.Finding;
import dev.sessioncleanup.audit.Note;
import dev.sessioncleanup.audit.Outcome;
import dev.sessioncleanup.pave.Reply;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Attempts that came to nothing: written down, tried again, given up. Belongs to the pipe's thread.
 */
final class Attempts {
  private final Pipe pipe;
  private final Backoff backoff = new Backoff(() -> ThreadLocalRandom.current().nextDouble());

  Attempts(Pipe pipe) {
    this.pipe = pipe;
  }

  /**
   * Writes down what came instead of an outcome.
   *
   * @param proven whether the reply proves that the send had no effect
   * @param failures how many attempts it costs the session
   */
  void note(Ticket ticket, boolean proven, int failures, Reply reply, Runnable then) {
    Integer status = reply.status() == 0 ? null : reply.status();
    Note note =
        new Note(
            ticket.claim,
            proven,
            false,
            failures + ticket.charged,
            status,
            reply.detail(),
            Millis.of(reply.latency()));
    ticket.charged = 0;
    ticket.lastFailure = reply.detail();
    pipe.tickets.note(ticket, note, then);
  }

  /** Tries again later, while the session has attempts left. */
  void retryOrFail(Ticket ticket) {
    int most = pipe.terms.maxAttempts();
    if (ticket.failures() >= most) {
      String detail =
          "all %d attempts failed, the last: %s".formatted(ticket.failures(), ticket.lastFailure);
      pipe.tickets.close(ticket, Finding.withoutCall(ticket.claim, Outcome.FAILED, detail));
    } else if (ticket.failures() + ticket.suspended >= most) {
      pipe.waiting.park(ticket);
    } else {
      pipe.tally().retried();
      ticket.notBefore = pipe.parts.ticker().nanos() + backoff.afterTries(++ticket.tries);
      pipe.waiting.later(ticket);
    }
  }
}
