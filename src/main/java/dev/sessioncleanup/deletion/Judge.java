package dev.sessioncleanup.deletion;

import dev.sessioncleanup.audit.Ending;
import dev.sessioncleanup.audit.Finding;
import dev.sessioncleanup.audit.Note;
import dev.sessioncleanup.audit.Outcome;
import dev.sessioncleanup.audit.Recorded;
import dev.sessioncleanup.pave.Reply;
import dev.sessioncleanup.tracking.SessionStatus;
import java.util.List;
import java.util.Optional;

/** Decides what a reply means for its session and for the run. Belongs to the pipe's thread. */
final class Judge {
  private final Pipe pipe;
  private final Breaker breaker;
  private final Presence presence;
  private final Attempts attempts;

  Judge(Pipe pipe) {
    this.pipe = pipe;
    this.breaker = new Breaker(pipe.terms.breaker());
    this.attempts = new Attempts(pipe);
    this.presence = new Presence(pipe, attempts::retryOrFail);
  }

  Presence presence() {
    return presence;
  }

  /** What the ticket needs next. */
  Call.Kind nextCall(Ticket ticket) {
    if (presence.probing()) {
      return Call.Kind.PROBE;
    }
    return pipe.terms.live() && !ticket.verified ? Call.Kind.VERIFY : Call.Kind.DELETE;
  }

  void deleted(Call call, Reply.OfDelete reply) {
    presence.landed();
    Ticket ticket = call.ticket;
    ticket.verified = false;
    pipe.tickets.count(ticket);
    switch (reply) {
      case Reply.Removed removed -> found(ticket, Outcome.REMOVED, removed, true);
      case Reply.Started started -> found(ticket, Outcome.STARTED, started, true);
      case Reply.Missing missing -> found(ticket, Outcome.MISSING, missing, true);
      case Reply.NoOutcome nothing -> nothing(call, nothing);
    }
  }

  void lookedUp(Call call, Reply.OfLookup reply) {
    presence.landed();
    Ticket ticket = call.ticket;
    if (call.kind == Call.Kind.PROBE) {
      probed(call, reply);
      return;
    }
    switch (reply) {
      case Reply.Missing missing -> found(ticket, Outcome.MISSING, missing, false);
      case Reply.Found session -> looksLike(ticket, session);
      case Reply.NoOutcome nothing -> nothing(call, nothing);
    }
  }

  private void found(Ticket ticket, Outcome outcome, Reply reply, boolean answersSend) {
    presence.recognised(ticket.key());
    pipe.tickets.close(
        ticket,
        new Finding(
            ticket.claim,
            outcome,
            true,
            answersSend,
            reply.status(),
            reply.detail(),
            Millis.of(reply.latency())));
  }

  private void looksLike(Ticket ticket, Reply.Found session) {
    if (session.sessionStatus().equals(SessionStatus.IDLE)) {
      presence.recognised(ticket.key());
      trip(breaker.fine(ticket.key(), "GET says IDLE"));
      ticket.verified = true;
      pipe.waiting.first(List.of(ticket));
    } else if (SessionStatus.isBeyondIdle(session.sessionStatus())) {
      found(ticket, Outcome.NOT_IDLE, session, false);
    } else {
      presence.answered();
      trip(breaker.unexpected(ticket.key(), "status " + session.sessionStatus()));
      pipe.tickets.setAside(ticket);
    }
  }

  private void nothing(Call call, Reply.NoOutcome reply) {
    Ticket ticket = call.ticket;
    boolean proven = call.kind == Call.Kind.DELETE && !reply.leavesDoubt();
    switch (reply) {
      case Reply.Refused refused ->
          attempts.note(ticket, proven, 0, reply, () -> pipe.waiting.later(ticket));
      case Reply.Throttled throttled -> {
        throttled(call, throttled);
        attempts.note(ticket, proven, 0, reply, () -> pipe.waiting.first(List.of(ticket)));
      }
      case Reply.Unrecognised unrecognised -> {
        unexpected(call, unrecognised);
        attempts.note(ticket, proven, 1, reply, () -> attempts.retryOrFail(ticket));
      }
      case Reply.NoReply silence -> {
        presence.silent(ticket, silence);
        attempts.note(ticket, proven, 0, reply, () -> attempts.retryOrFail(ticket));
      }
    }
  }

  private void unexpected(Call call, Reply.Unrecognised reply) {
    presence.answeredOddly(call.kind, reply);
    trip(breaker.unexpected(call.key, reply.detail()));
  }

  /** Waits until it is on record: before that nothing may be asked for. */
  private void throttled(Call call, Reply.Throttled throttled) {
    long begun = pipe.parts.ticker().nanos();
    pipe.tally().throttled(throttled.detail());
    pipe.patience.insist(
        () -> {
          pipe.parts.slots().slowDown(call.slotMicros, throttled.retryAfter(), throttled.detail());
          return true;
        });
    presence.throttled(call.kind, throttled, pipe.parts.ticker().nanos() - begun);
  }

  void forfeited(Call call) {
    presence.landed();
    Ticket ticket = call.ticket;
    if (call.kind == Call.Kind.DELETE) {
      pipe.tickets.note(
          ticket, Note.forfeit(ticket.claim), () -> pipe.waiting.first(List.of(ticket)));
    } else {
      pipe.waiting.first(List.of(ticket));
    }
  }

  /** The call could not be made or its effect is unknown; the doubt is stored already. */
  void broken(Call call) {
    presence.landed();
    pipe.waiting.later(call.ticket);
  }

  void onRecord(Finding finding, Recorded recorded) {
    if (finding.httpStatus() == null) {
      return;
    }
    String key = finding.claim().sessionKey();
    String words = finding.httpStatus() + " " + recorded.outcome().sql();
    trip(
        recorded.outcome() == Outcome.MISSING
            ? breaker.missing(key, words)
            : breaker.fine(key, words));
  }

  private void trip(Optional<String> alarm) {
    alarm.ifPresent(message -> pipe.control.end(Ending.Kind.BREAKER, message));
  }

  private void probed(Call call, Reply.OfLookup reply) {
    Ticket ticket = call.ticket;
    switch (reply) {
      case Reply.Missing known -> presence.recognised(call.key);
      case Reply.Found known -> presence.recognised(call.key);
      case Reply.Refused refused -> presence.answered();
      case Reply.Throttled throttled -> throttled(call, throttled);
      case Reply.Unrecognised unrecognised -> unexpected(call, unrecognised);
      case Reply.NoReply silence -> presence.probeFailed(silence);
    }
    if (ticket.failures() >= pipe.terms.maxAttempts()) {
      attempts.retryOrFail(ticket);
    } else if (ticket.tries > 0 && ticket.notBefore - pipe.parts.ticker().nanos() > 0) {
      pipe.waiting.later(ticket);
    } else {
      pipe.waiting.first(List.of(ticket));
    }
  }
}
