package dev.sessioncleanup.simulator;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.Socket;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Takes one request through its story: fault or effect, log, hook, delay, reply. */
final class Desk {
  private final InstantSource clock;
  private final SignatureCheck signatures;
  private final Sessions sessions;
  private final FaultPlan faults;
  private final ExchangeLog log;
  private volatile Duration replyDelay = Duration.ZERO;
  private volatile Consumer<Exchange> beforeReply = exchange -> {};

  Desk(
      InstantSource clock,
      SignatureCheck signatures,
      Sessions sessions,
      FaultPlan faults,
      ExchangeLog log) {
    this.clock = clock;
    this.signatures = signatures;
    this.sessions = sessions;
    this.faults = faults;
    this.log = log;
  }

  void replyDelay(Duration delay) {
    replyDelay = delay;
  }

  void beforeReply(Consumer<Exchange> hook) {
    beforeReply = hook;
  }

  boolean answer(Request request, Socket socket) throws IOException {
    long nanoTime = System.nanoTime();
    long number = log.nextNumber();
    Instant now = clock.instant();
    Fault fault = faults.next(request).orElse(null);
    Sessions.Handled real = fault == null || fault.takesEffect() ? handle(request, now) : null;
    Answer words = words(request, fault, real);
    Exchange exchange =
        new Exchange(
            number,
            now,
            nanoTime,
            request.method(),
            request.sessionKey(),
            words.status(),
            real == null ? Effect.NONE : real.effect(),
            fault == null ? words.body() : fault.toString());
    log.add(exchange);
    beforeReply.accept(exchange);
    pause();
    Delivery delivery = fault == null ? Delivery.WHOLE : fault.delivery();
    return delivery.send(words, socket, clock.instant());
  }

  private void pause() throws IOException {
    try {
      Thread.sleep(replyDelay);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while taking its time");
    }
  }

  private Sessions.Handled handle(Request request, Instant now) {
    return signatures.accepts(request, now)
        ? sessions.handle(request, now)
        : new Sessions.Handled(Answer.message(401, "Unauthorized."), Effect.NONE);
  }

  private static Answer words(
      Request request, @Nullable Fault fault, Sessions.@Nullable Handled real) {
    Answer answer = real == null ? null : real.answer();
    if (fault != null) {
      return fault.words(request, answer);
    }
    return answer == null ? Answer.NONE : answer;
  }
}
