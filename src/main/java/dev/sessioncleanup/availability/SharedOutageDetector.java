package dev.sessioncleanup.availability;

import dev.sessioncleanup.concurrent.Promise;
import dev.sessioncleanup.concurrent.Scheduler;
import dev.sessioncleanup.resilience.OutageDetector;
import dev.sessioncleanup.resilience.OutageDetector.Cause;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/**
 * Makes the outage detector usable by many threads: a thread whose call got no reply waits here
 * until the cause is decided.
 */
final class SharedOutageDetector {
  private final Scheduler scheduler;
  private final OutageDetector detector = new OutageDetector();
  private final Map<Long, Promise<Cause>> waiting = new HashMap<>();
  private boolean ended;

  SharedOutageDetector(Scheduler scheduler) {
    this.scheduler = scheduler;
  }

  /** A call is about to be sent; returns its number in the order of sending. */
  synchronized long sent() {
    return detector.sent();
  }

  synchronized void answered(long call) {
    decide(detector.answered(call));
  }

  /** A call of the current thread got no reply; {@link #await} follows. */
  synchronized void unanswered(long call) {
    Promise<Cause> promise = new Promise<>(scheduler);
    waiting.put(call, promise);
    decide(detector.unanswered(call, scheduler.nanos()));
    if (ended) {
      promise.complete(Cause.OUTAGE);
    }
  }

  synchronized void probeUnanswered(long call) {
    decide(detector.probeUnanswered(call));
  }

  /** Waits until the cause is decided why a call of this thread got no reply. */
  Cause await(long call) {
    Cause cause = promise(call).await();
    forget(call);
    return cause;
  }

  /** The run has ended: releases all waiting threads. */
  synchronized void end() {
    ended = true;
    waiting.values().forEach(promise -> promise.complete(Cause.OUTAGE));
  }

  /** Whether only probes may be sent. */
  synchronized boolean outage() {
    return detector.outage();
  }

  /** When a probe is due, on the monotonic clock; the argument when none is due. */
  synchronized long probeDue(long otherwise) {
    return detector.outage() ? scheduler.nanos() : detector.probeDue(otherwise);
  }

  private synchronized Promise<Cause> promise(long call) {
    return Objects.requireNonNull(waiting.get(call), "no such call");
  }

  private synchronized void forget(long call) {
    waiting.remove(call);
  }

  private void decide(Map<Long, Cause> decided) {
    decided.forEach(
        (call, cause) -> {
          Promise<Cause> promise = waiting.get(call);
          if (promise != null) {
            promise.complete(cause);
          }
        });
  }
}
