package dev.sessioncleanup.dispatch;

import dev.sessioncleanup.availability.CallKind;
import dev.sessioncleanup.concurrent.Promise;
import dev.sessioncleanup.ledger.Claim;
import dev.sessioncleanup.simulation.SeededScheduler.SimulatedThreads;
import java.util.List;
import java.util.stream.Stream;

/** A queue, and requests for claims whose id is the first letter of their key. */
final class PermitQueueFixture {
  final SimulatedThreads threads;
  final PermitQueue queue;
  final long begun;

  PermitQueueFixture(SimulatedThreads threads) {
    this.threads = threads;
    this.queue = new PermitQueue(threads);
    this.begun = threads.nanos();
  }

  void ask(String... keys) {
    List.of(keys).forEach(key -> add(CallKind.DELETE, key, 0, false));
  }

  /** The first request of a claim that was announced for this place. */
  void first(String key, long place) {
    queue.add(request(CallKind.DELETE, key, place, 0), true);
  }

  PermitRequest add(CallKind kind, String key, long backoff, boolean ahead) {
    PermitRequest request = request(kind, key, ahead ? 0 : queue.takeLastPlace(), backoff);
    queue.add(request, false);
    return request;
  }

  PermitRequest request(CallKind kind, String key, long place, long backoff) {
    Claim claim = new Claim(key.charAt(0), 1, key, 0, 0, 0, 0, false);
    return new PermitRequest(kind, claim, place, threads.nanos() + backoff, new Promise<>(threads));
  }

  /** Announces claims; returns their places. */
  List<Long> expect(int claims) {
    return Stream.generate(() -> queue.expect(true)).limit(claims).toList();
  }

  List<String> take(int most, boolean probesOnly) {
    return queue.take(most, session -> !probesOnly).stream()
        .map(request -> request.claim().sessionKey())
        .toList();
  }

  void pass(long nanos) {
    threads.sleepUntil(threads.nanos() + nanos);
  }

  void later(long nanos, Runnable action) {
    long at = threads.nanos() + nanos;
    threads.start(
        "other",
        () -> {
          threads.sleepUntil(at);
          action.run();
        });
  }

  long passed() {
    return threads.nanos() - begun;
  }
}
