package dev.sessioncleanup.availability;

import dev.sessioncleanup.pave.Reply;
import dev.sessioncleanup.resilience.OutageTimer;
import dev.sessioncleanup.runs.Ending;
import dev.sessioncleanup.runs.RunControl;

/** Ends the run when PAVE was unavailable for too long. Safe for use by many threads. */
public final class UnavailabilityWatch {
  private final OutageTimer timer;
  private final DeleteGate deletes;
  private final RunControl control;
  private String lastFailure = "no reply";

  public UnavailabilityWatch(OutageTimer timer, DeleteGate deletes, RunControl control) {
    this.timer = timer;
    this.deletes = deletes;
    this.control = control;
  }

  DeleteGate deletes() {
    return deletes;
  }

  /** A call is about to be sent. */
  synchronized void sent() {
    timer.sent();
  }

  /** A call ended with this reply. */
  synchronized void replied(CallKind kind, Reply reply) {
    switch (reply) {
      case Reply.NoReply noReply -> failed(kind, noReply);
      case Reply.Throttled throttled -> {
        failed(kind, throttled);
        timer.throttled();
      }
      case Reply.Unrecognised unrecognised -> failed(kind, unrecognised);
      case Reply.Refused refused -> {}
      case Reply.Removed removed -> timer.recognised();
      case Reply.Started started -> timer.recognised();
      case Reply.Missing missing -> recognised(kind);
      case Reply.Found found -> recognised(kind);
      case Reply.Webhooks webhooks -> recognised(kind);
    }
  }

  /** No call may be sent at the moment, for this reason. */
  synchronized void idle(OutageTimer.Idle reason) {
    timer.idle(reason);
  }

  /** Does not count the last nanoseconds, which were not spent on calls to PAVE. */
  synchronized void excludeTime(long nanos) {
    timer.excludeTime(nanos);
  }

  /**
   * Advances the time.
   *
   * @param busy whether a call is in flight or waiting
   * @return whether a probe has to decide
   */
  synchronized boolean tick(long now, boolean busy) {
    OutageTimer.Verdict verdict = timer.at(now, busy);
    if (verdict == OutageTimer.Verdict.TOO_LONG) {
      control.end(
          Ending.Kind.UNAVAILABLE,
          "%s, longer than cleanup.unavailable-after allows. The last call: %s"
              .formatted(timer.reason(), lastFailure));
    }
    return verdict == OutageTimer.Verdict.PROBE;
  }

  private void recognised(CallKind kind) {
    if (deletes.outage() && kind != CallKind.DELETE) {
      timer.onlyGetRecognised();
    } else {
      timer.recognised();
    }
  }

  private void failed(CallKind kind, Reply reply) {
    lastFailure = reply.detail();
    if (kind == CallKind.PROBE) {
      timer.probeFailed();
    } else {
      timer.failed();
    }
  }
}
