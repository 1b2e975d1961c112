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
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Decides what a reply means for its session and for the run. Belongs to the pipe's thread. */
final class Judge {
  private static final long PROBE_PAUSE = TimeUnit.SECONDS.toNanos(1);

  private final Pipe pipe;
  private final Breaker breaker;
  private final Availability availability = new Availability();
  private final Backoff backoff = new Backoff(() -> ThreadLocalRandom.current().nextDouble());
  private final Unavailability unavailability;
  private final Ticker ticker;
  private int callsUnderWay;
  private boolean heardAnything;
  private @Nullable String answeredKey;
  private long nextProbe;

  Judge(Pipe pipe) {
    this.pipe = pipe;
    this.breaker = new Breaker(pipe.terms.breaker());
    this.ticker = pipe.parts.ticker();
    this.nextProbe = ticker.nanos();
    this.unavailability = new Unavailability(pipe.terms.unavailableAfter(), nextProbe);
  }

  /** What the ticket needs next. */
  Call.Kind nextCall(Ticket ticket) {
    if (probing() && answeredKey != null) {
      return Call.Kind.PROBE;
    }
    return pipe.terms.live() && !ticket.verified ? Call.Kind.VERIFY : Call.Kind.DELETE;
  }

  void deleted(Call call, Reply.OfDelete reply) {
    callsUnderWay--;
    Ticket ticket = call.ticket;
    ticket.verified = false;
    pipe.count(ticket);
    switch (reply) {
      case Reply.Removed removed -> found(ticket, Outcome.REMOVED, removed, true);
      case Reply.Started started -> found(ticket, Outcome.STARTED, started, true);
      case Reply.Missing missing -> found(ticket, Outcome.MISSING, missing, true);
      case Reply.NoOutcome nothing -> nothing(call, nothing);
    }
  }

  void lookedUp(Call call, Reply.OfLookup reply) {
    callsUnderWay--;
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
    recognised(ticket);
    pipe.close(
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
      recognised(ticket);
      trip(breaker.fine("GET says IDLE"));
      ticket.verified = true;
      pipe.waiting.first(List.of(ticket));
    } else if (SessionStatus.isBeyondIdle(session.sessionStatus())) {
      found(ticket, Outcome.NOT_IDLE, session, false);
    } else {
      answered();
      trip(breaker.unexpected("status " + session.sessionStatus()));
      pipe.setAside(ticket);
    }
  }

  private void nothing(Call call, Reply.NoOutcome reply) {
    Ticket ticket = call.ticket;
    boolean proven = call.kind == Call.Kind.DELETE && !reply.leavesDoubt();
    switch (reply) {
      case Reply.Refused refused ->
          note(ticket, proven, 0, reply, () -> pipe.waiting.later(ticket));
      case Reply.Throttled throttled -> {
        throttled(call, throttled);
        note(ticket, proven, 0, reply, () -> pipe.waiting.first(List.of(ticket)));
      }
      case Reply.Unrecognised unrecognised -> {
        unexpected(unrecognised);
        note(ticket, proven, 1, reply, () -> retryOrFail(ticket));
      }
      case Reply.NoReply silence -> {
        unavailability.unsuccessful();
        availability.silent(ticket, silence.nothingSent());
        foundAwayIfNobodyCanTell();
        note(ticket, proven, 0, reply, () -> retryOrFail(ticket));
      }
    }
  }

  private void unexpected(Reply.Unrecognised reply) {
    answered();
    unavailability.unsuccessful();
    trip(breaker.unexpected(reply.detail()));
  }

  private void note(Ticket ticket, boolean proven, int failures, Reply reply, Runnable then) {
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
    pipe.note(ticket, note, then);
  }

  private void retryOrFail(Ticket ticket) {
    int most = pipe.terms.maxAttempts();
    if (ticket.failures() >= most) {
      String detail = "all %d attempts failed".formatted(ticket.failures());
      pipe.close(ticket, Finding.withoutCall(ticket.claim, Outcome.FAILED, detail));
    } else if (ticket.failures() + ticket.suspended >= most) {
      pipe.waiting.park(ticket);
    } else {
      pipe.tally().retried();
      ticket.notBefore = ticker.nanos() + backoff.afterTries(++ticket.tries);
      pipe.waiting.later(ticket);
    }
  }

  /** Waits until it is on record: before that nothing may be asked for. */
  private void throttled(Call call, Reply.Throttled throttled) {
    answered();
    pipe.tally().throttled(throttled.detail());
    pipe.patience.insist(
        () -> {
          pipe.parts.slots().slowDown(call.slotMicros, throttled.retryAfter(), throttled.detail());
          return true;
        });
  }

  void forfeited(Call call) {
    callsUnderWay--;
    Ticket ticket = call.ticket;
    if (call.kind == Call.Kind.DELETE) {
      pipe.note(ticket, Note.forfeit(ticket.claim), () -> pipe.waiting.first(List.of(ticket)));
    } else {
      pipe.waiting.first(List.of(ticket));
    }
  }

  /** The call could not be made or its effect is unknown; the doubt is stored already. */
  void broken(Call call) {
    callsUnderWay--;
    pipe.waiting.later(call.ticket);
  }

  void onRecord(Finding finding, Recorded recorded) {
    if (finding.httpStatus() == null) {
      return;
    }
    String words = finding.httpStatus() + " " + recorded.outcome().sql();
    trip(recorded.outcome() == Outcome.MISSING ? breaker.missing(words) : breaker.fine(words));
  }

  private void trip(Optional<String> alarm) {
    alarm.ifPresent(message -> pipe.control.end(Ending.Kind.BREAKER, message));
  }

  private void recognised(Ticket ticket) {
    unavailability.recognised();
    answeredKey = ticket.key();
    answered();
  }

  private void answered() {
    heardAnything = true;
    release(availability.answered());
  }

  private void release(List<Ticket> tickets) {
    tickets.stream().filter(pipe.waiting::unpark).forEach(this::retryOrFail);
  }

  /** A slot was granted and its call is on its way. */
  void launched() {
    callsUnderWay++;
    unavailability.held(false);
  }

  int callsUnderWay() {
    return callsUnderWay;
  }

  boolean heardAnything() {
    return heardAnything;
  }

  boolean probing() {
    return availability.probing();
  }

  String probeKey() {
    return answeredKey == null ? "" : answeredKey;
  }

  /** At most one ticket, one call at a time, with a pause between. */
  List<Ticket> probe(long now) {
    if (callsUnderWay > 0 || nextProbe - now > 0) {
      return List.of();
    }
    nextProbe = now + PROBE_PAUSE;
    return pipe.waiting.takeAny();
  }

  private void probed(Call call, Reply.OfLookup reply) {
    Ticket ticket = call.ticket;
    switch (reply) {
      case Reply.Missing known -> answered();
      case Reply.Found known -> answered();
      case Reply.Refused refused -> answered();
      case Reply.Throttled throttled -> throttled(call, throttled);
      case Reply.Unrecognised unrecognised -> unexpected(unrecognised);
      case Reply.NoReply silence -> {
        unavailability.unsuccessful();
        release(availability.foundAway());
      }
    }
    if (ticket.failures() >= pipe.terms.maxAttempts()) {
      retryOrFail(ticket);
    } else {
      pipe.waiting.first(List.of(ticket));
    }
  }

  private void foundAwayIfNobodyCanTell() {
    if (availability.probing() && !availability.away() && answeredKey == null) {
      release(availability.foundAway());
    }
  }

  /** Nothing is ready: if all that is left is in suspense, end the suspense. */
  void idle() {
    if (callsUnderWay > 0 || pipe.recorder.backlog() > 0 || !pipe.waiting.onlyParkedLeft()) {
      return;
    }
    List<Ticket> blamed = availability.onlySuspect();
    if (!blamed.isEmpty()) {
      release(blamed);
    } else if (answeredKey == null) {
      release(availability.foundAway());
    } else {
      availability.suspect();
    }
  }

  void held(boolean held) {
    unavailability.held(held);
  }

  void paused() {
    unavailability.held(true);
  }

  void gone(Ticket ticket) {
    availability.gone(ticket);
  }

  /** Ends the run when PAVE was away for too long. */
  void tick(long now) {
    if (unavailability.tooLong(now, pipe.outstanding() > 0)) {
      pipe.control.end(
          Ending.Kind.UNAVAILABLE,
          "PAVE gave no recognised reply for %s".formatted(unavailability.text()));
    }
  }
}
