package dev.sessioncleanup.availability;

import dev.sessioncleanup.concurrent.Scheduler;
import dev.sessioncleanup.concurrent.Waiter;
import dev.sessioncleanup.pave.Reply;
import dev.sessioncleanup.resilience.OutageDetector.Cause;
import dev.sessioncleanup.resilience.OutageTimer;

/**
 * Tracks whether PAVE is available, from the replies to calls. Stops calls during an outage, and
 * decides the cause of a call without a reply. Safe for use by many threads.
 */
public final class Availability {
  private final UnavailabilityWatch watch;
  private final CallsInFlight calls;
  private final Waiter prober;
  private final Scheduler scheduler;
  private final SharedOutageDetector detector;
  private boolean outage;
  private boolean probeAsked;
  private long lastAnswered;
  private String recognisedSession = "";

  /** The prober is notified when a probe may be due. */
  public Availability(
      UnavailabilityWatch watch, CallsInFlight calls, Waiter prober, Scheduler scheduler) {
    this.watch = watch;
    this.calls = calls;
    this.prober = prober;
    this.scheduler = scheduler;
    this.detector = new SharedOutageDetector(scheduler);
  }

  /** Releases all threads that wait for a decision, because none is made after the end of a run. */
  public void runEnded() {
    detector.end();
  }

  public DeleteGate deletes() {
    return watch.deletes();
  }

  /** Whether only probes may be sent. */
  boolean callsStopped() {
    return detector.outage();
  }

  /** A call is about to be sent; returns its number in the order of sending. */
  public synchronized long sent() {
    watch.sent();
    return detector.sent();
  }

  /**
   * A call ended with this reply. Must be called for every call, on the thread that made it. A
   * probe has no session key; a session that failed in an earlier run is expected to get no reply.
   */
  public synchronized void replied(
      CallKind kind, String sessionKey, boolean failedBefore, long call, Reply reply) {
    watch.deletes().replied(kind, sessionKey, !failedBefore, call, reply);
    watch.replied(kind, reply);
    if (reply instanceof Reply.NoReply) {
      unanswered(kind, call);
      return;
    }
    if (!(reply instanceof Reply.NoOutcome) && !sessionKey.isEmpty()) {
      recognisedSession = sessionKey;
    }
    answered(kind, call, reply instanceof Reply.Throttled);
  }

  /** PAVE does not know the address of the probe. That proves only that PAVE is available. */
  public synchronized void probeMisdirected(long call) {
    answered(CallKind.PROBE, call, false);
  }

  /** Waits until the cause is known why a call of this thread got no reply. */
  public Cause causeOf(long call) {
    return detector.await(call);
  }

  /** Whether a call that was sent after this one got a reply, other than a throttle. */
  public synchronized boolean answeredSince(long call) {
    return lastAnswered > call;
  }

  /** A session for which PAVE gave a recognised reply; empty when there is none yet. */
  public synchronized String recognisedSession() {
    return recognisedSession;
  }

  /** Requests a probe although calls are not stopped. */
  public synchronized void askForProbe() {
    probeAsked = true;
    prober.changed();
  }

  public synchronized void probed() {
    probeAsked = false;
  }

  /** When a probe is due, on the monotonic clock; the argument when none is due. */
  public synchronized long probeDue(long otherwise) {
    return probeAsked ? scheduler.nanos() : detector.probeDue(otherwise);
  }

  /** No call may be sent at the moment, for this reason. */
  public void idle(OutageTimer.Idle reason) {
    watch.idle(reason);
  }

  /** Does not count the last nanoseconds, which were not spent on calls to PAVE. */
  public void excludeTime(long nanos) {
    watch.excludeTime(nanos);
  }

  /** Advances the time; ends the run when PAVE was unavailable for too long. */
  public void tick(long now, boolean busy) {
    if (watch.tick(now, busy)) {
      askForProbe();
    }
  }

  private void answered(CallKind kind, long call, boolean throttled) {
    calls.answered(kind == CallKind.DELETE);
    if (!throttled) {
      lastAnswered = Math.max(lastAnswered, call);
    }
    detector.answered(call);
    outageMayHaveChanged();
  }

  private void unanswered(CallKind kind, long call) {
    if (kind == CallKind.PROBE) {
      detector.probeUnanswered(call);
    } else {
      detector.unanswered(call);
    }
    outageMayHaveChanged();
  }

  private void outageMayHaveChanged() {
    boolean now = detector.outage();
    if (now && !outage) {
      calls.outage();
    }
    outage = now;
    prober.changed();
  }
}
