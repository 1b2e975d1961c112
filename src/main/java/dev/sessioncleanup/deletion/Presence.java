package dev.sessioncleanup.deletion;

import dev.sessioncleanup.audit.Ending;
import dev.sessioncleanup.pave.Reply;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Whether PAVE is there: what calls are under way, when silence means an outage, and when it has
 * lasted too long. Belongs to the pipe's thread.
 */
final class Presence {
  private static final long PROBE_PAUSE = TimeUnit.SECONDS.toNanos(1);

  private final Pipe pipe;
  private final Consumer<Ticket> retry;
  private final Availability availability = new Availability();
  private final Unavailability unavailability;
  private int callsUnderWay;
  private boolean heardAnything;
  private @Nullable String answeredKey;
  private String lastFailure = "no reply";
  private long nextProbe;

  /**
   * @param retry takes parked tickets whose suspense is over
   */
  Presence(Pipe pipe, Consumer<Ticket> retry) {
    this.pipe = pipe;
    this.retry = retry;
    this.nextProbe = pipe.parts.ticker().nanos();
    this.unavailability = new Unavailability(pipe.terms.unavailableAfter(), nextProbe);
  }

  /** A slot was granted and its call is on its way. */
  void launched() {
    callsUnderWay++;
    unavailability.launched();
  }

  /** A call is over, whatever came of it. */
  void landed() {
    callsUnderWay--;
  }

  /** PAVE said something about this session that is evidence. */
  void recognised(String key) {
    unavailability.recognised();
    answeredKey = key;
    answered();
  }

  /** PAVE, or something in its place, said something that is no evidence about this session. */
  void answeredOddly(Call.Kind kind, Reply reply) {
    answered();
    failed(kind, reply);
  }

  /** PAVE asked for silence; after so many nanoseconds that was on record. */
  void throttled(Call.Kind kind, Reply.Throttled reply, long nanos) {
    answered();
    failed(kind, reply);
    unavailability.throttled();
    unavailability.leaveOut(nanos);
  }

  /** A reply came. */
  void answered() {
    heardAnything = true;
    release(availability.answered());
  }

  /** No reply came. */
  void silent(Ticket ticket, Reply.NoReply silence) {
    failed(Call.Kind.DELETE, silence);
    availability.silent(ticket, silence.nothingSent());
  }

  /** Not even a look at a session got a reply. */
  void probeFailed(Reply.NoReply silence) {
    failed(Call.Kind.PROBE, silence);
    release(availability.foundAway());
  }

  private void failed(Call.Kind kind, Reply reply) {
    lastFailure = reply.detail();
    if (kind == Call.Kind.PROBE) {
      unavailability.probeFailed();
    } else {
      unavailability.unsuccessful();
    }
  }

  private void release(List<Ticket> tickets) {
    tickets.stream().filter(pipe.waiting::unpark).forEach(retry);
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

  /**
   * Whose GET tells whether PAVE is there; it leaves no doubt. Where nobody was ever answered it is
   * the session's own: its DELETE alone may be what PAVE never answers.
   */
  String probeKey(Ticket ticket) {
    return answeredKey == null ? ticket.key() : answeredKey;
  }

  /** At most one ticket, one call at a time, with a pause between. */
  List<Ticket> probe(long now) {
    if (callsUnderWay > 0 || nextProbe - now > 0) {
      return List.of();
    }
    nextProbe = now + PROBE_PAUSE;
    return pipe.waiting.takeAny();
  }

  /** Nothing is ready: if all that is left is in suspense, a probe has to end it. */
  void idle() {
    if (callsUnderWay > 0 || pipe.recorder.backlog() > 0 || !pipe.waiting.onlyParkedLeft()) {
      return;
    }
    availability.suspect();
  }

  /** Whether nothing may be tried at the moment, for reasons of our own. */
  void held(boolean held) {
    unavailability.rests(held ? Unavailability.Rest.HELD : Unavailability.Rest.NONE);
  }

  /** Whether nothing may be tried at the moment, because PAVE asked for silence. */
  void silenced(boolean silenced) {
    unavailability.rests(silenced ? Unavailability.Rest.ASKED : Unavailability.Rest.NONE);
  }

  void gone(Ticket ticket) {
    availability.gone(ticket);
  }

  /** Ends the run when PAVE was away for too long. */
  void tick(long now) {
    boolean busy = callsUnderWay > 0 || !pipe.waiting.isEmpty();
    switch (unavailability.at(now, busy)) {
      case GO_ON -> {}
      case PROBE -> availability.suspect();
      case TOO_LONG ->
          pipe.control.end(
              Ending.Kind.UNAVAILABLE,
              "PAVE gave no recognised reply for %s, longer than cleanup.unavailable-after allows; the last call: %s"
                  .formatted(unavailability.text(), lastFailure));
    }
  }
}
