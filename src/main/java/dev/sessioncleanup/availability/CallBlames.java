package dev.sessioncleanup.availability;

import dev.sessioncleanup.concurrent.Promise;
import dev.sessioncleanup.concurrent.Scheduler;
import dev.sessioncleanup.resilience.OutageDetector;
import dev.sessioncleanup.resilience.OutageDetector.Blame;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/**
 * Makes the outage detector usable by many threads: a thread whose call got no reply waits here
 * until the cause is decided.
 */
final class CallBlames {
  private final Scheduler scheduler;
  private final OutageDetector detector = new OutageDetector();
  private final Map<Long, Promise<Blame>> waiting = new HashMap<>();
  private boolean ended;

  CallBlames(Scheduler scheduler) {
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
    Promise<Blame> promise = new Promise<>(scheduler);
    waiting.put(call, promise);
    decide(detector.unanswered(call, scheduler.nanos()));
    if (ended) {
      promise.complete(Blame.OUTAGE);
    }
  }

  synchronized void probeUnanswered(long call) {
    decide(detector.probeUnanswered(call));
  }

  /** Waits until the cause is decided why a call of this thread got no reply. */
  Blame await(long call) {
    Blame blame = promise(call).await();
    forget(call);
    return blame;
  }

  /** The run has ended: releases all waiting threads. */
  synchronized void end() {
    ended = true;
    waiting.values().forEach(promise -> promise.complete(Blame.OUTAGE));
  }

  /** Whether only probes may be sent. */
  synchronized boolean outage() {
    return detector.outage();
  }

  /** When a probe is due, on the monotonic clock; the argument when none is due. */
  synchronized long probeDue(long otherwise) {
    return detector.outage() ? scheduler.nanos() : detector.probeDue(otherwise);
  }

  private synchronized Promise<Blame> promise(long call) {
    return Objects.requireNonNull(waiting.get(call), "no such call");
  }

  private synchronized void forget(long call) {
    waiting.remove(call);
  }

  private void decide(Map<Long, Blame> decided) {
    decided.forEach(
        (call, blame) -> {
          Promise<Blame> promise = waiting.get(call);
          if (promise != null) {
            promise.complete(blame);
          }
        });
  }
}
