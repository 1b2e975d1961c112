package dev.sessioncleanup.simulator;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.Socket;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Handles one request: fault or effect, log, hook, delay, reply. */
final class RequestHandler {
  private final InstantSource clock;
  private final SignatureCheck signatures;
  private final Sessions sessions;
  private final FaultPlan faults;
  private final ExchangeLog log;
  private volatile Duration replyDelay = Duration.ZERO;
  private volatile Consumer<Exchange> beforeReply = exchange -> {};

  RequestHandler(
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
    HttpReply reply = reply(request, fault, real);
    Exchange exchange =
        new Exchange(
            number,
            now,
            nanoTime,
            request.method(),
            request.sessionKey(),
            reply.status(),
            real == null ? Effect.NONE : real.effect(),
            fault == null ? reply.body() : fault.toString());
    log.add(exchange);
    beforeReply.accept(exchange);
    pause();
    return fault == null
        ? Delivery.WHOLE.send(reply, socket, clock.instant())
        : fault.deliver(request, reply, socket, clock.instant());
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
        : new Sessions.Handled(HttpReply.message(401, "Unauthorized."), Effect.NONE);
  }

  private static HttpReply reply(
      Request request, @Nullable Fault fault, Sessions.@Nullable Handled real) {
    HttpReply paveReply = real == null ? null : real.answer();
    if (fault != null) {
      return fault.reply(request, paveReply);
    }
    return paveReply == null ? HttpReply.NONE : paveReply;
  }
}
