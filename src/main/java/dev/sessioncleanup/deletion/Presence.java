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
    unavailability.held(false);
  }

  /** A call is over, whatever came of it. */
  void landed() {
    callsUnderWay--;
  }

  /** PAVE said something about this session that is evidence. */
  void recognised(Ticket ticket) {
    unavailability.recognised();
    answeredKey = ticket.key();
    answered();
  }

  /** PAVE, or something in its place, said something that is no evidence. */
  void answeredOddly() {
    answered();
    unavailability.unsuccessful();
  }

  /** A reply came. */
  void answered() {
    heardAnything = true;
    release(availability.answered());
  }

  /** No reply came. */
  void silent(Ticket ticket, Reply.NoReply silence) {
    unavailability.unsuccessful();
    availability.silent(ticket, silence.nothingSent());
    if (availability.probing() && !availability.away() && answeredKey == null) {
      release(availability.foundAway()); // nobody is known whom PAVE would answer for
    }
  }

  /** Not even a session that PAVE answered for earlier got a reply. */
  void probeFailed() {
    unavailability.unsuccessful();
    release(availability.foundAway());
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

  /** Whether the probe is a look at a session that PAVE answered for, which leaves no doubt. */
  boolean probesByLooking() {
    return probing() && answeredKey != null;
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

  /** Whether nothing may be tried at the moment, for reasons that are not PAVE's absence. */
  void held(boolean held) {
    unavailability.held(held);
  }

  void gone(Ticket ticket) {
    availability.gone(ticket);
  }

  /** Ends the run when PAVE was away for too long. */
  void tick(long now) {
    boolean busy = callsUnderWay > 0 || !pipe.waiting.isEmpty();
    if (unavailability.tooLong(now, busy)) {
      pipe.control.end(
          Ending.Kind.UNAVAILABLE,
          "PAVE gave no recognised reply for %s".formatted(unavailability.text()));
    }
  }
}
