package dev.sessioncleanup.engine;

import dev.sessioncleanup.availability.CallKind;
import dev.sessioncleanup.concurrent.Scheduler;
import dev.sessioncleanup.dispatch.Permit;
import dev.sessioncleanup.ledger.Outcome;
import dev.sessioncleanup.pave.Reply;
import dev.sessioncleanup.resilience.OutageDetector.Cause;
import dev.sessioncleanup.resilience.RetryPolicy;
import dev.sessioncleanup.text.Quantity;
import java.util.concurrent.TimeUnit;

/**
 * Calls for one session that gave no outcome: decides whether they count as failed attempts, and
 * when the session is retried. The methods named after a reply return whether it is retried. For
 * use by one worker.
 */
final class FailedAttempts {
  private static final int MOST_EXCUSED = 10;
  private static final long WAIT_FOR_PROBE = TimeUnit.SECONDS.toNanos(1);

  private final OpenClaim claim;
  private final PaveHealth health;
  private final RetryPolicy retry;
  private final Scheduler scheduler;
  private boolean excused;
  private boolean neverFails;
  private long throttledSince;
  private int tries;
  private long notBefore;

  FailedAttempts(OpenClaim claim, PaveHealth health, RetryPolicy retry, Scheduler scheduler) {
    this.claim = claim;
    this.health = health;
    this.retry = retry;
    this.scheduler = scheduler;
    this.notBefore = scheduler.nanos();
    // It has had the benefit of the doubt in an earlier run.
    this.excused = claim.claim().failedBefore();
  }

  /** End of the backoff, on the monotonic clock. */
  long notBefore() {
    return notBefore;
  }

  /** When the attempts are used up, the claim stays open instead of being recorded as failed. */
  void neverFail() {
    neverFails = true;
  }

  /** No reply: costs an attempt, except in an outage of PAVE or of DELETE. */
  boolean afterNoReply(CallKind kind, Permit.Granted granted, Reply.NoReply noReply) {
    boolean inOutage = isExcused(kind);
    if (inOutage) {
      claim.excuse(); // also the attempt before, which is not written
    }
    boolean ours = claim.saveCall(noReply, kind == CallKind.DELETE && !noReply.leavesDoubt());
    Cause cause = health.causeOf(granted.call());
    boolean charged = cause == Cause.SESSION || (cause == Cause.POSSIBLE_OUTAGE && excused);
    if (charged && !inOutage && !isExcused(kind)) {
      claim.countFailure();
    }
    excused |= cause == Cause.POSSIBLE_OUTAGE;
    return ours && backOff(noReply);
  }

  /** PAVE asks to slow down: costs no attempt, unless only this session is throttled. */
  boolean afterThrottle(CallKind kind, Permit.Granted granted, Reply.Throttled throttled) {
    boolean onlyThisSession = !isExcused(kind) && health.throttledAlone(throttledSince);
    if (throttledSince == 0 || onlyThisSession) {
      throttledSince = granted.call();
    }
    if (!claim.saveCall(throttled, kind == CallKind.DELETE && !throttled.leavesDoubt())) {
      return false;
    }
    if (!onlyThisSession) {
      if (throttledSince != granted.call()) {
        notBefore = scheduler.nanos() + WAIT_FOR_PROBE;
      }
      return true;
    }
    claim.countFailure();
    return backOff(throttled);
  }

  /** 401 or 403: costs an attempt if PAVE accepts the credentials; otherwise the run ends. */
  boolean afterRefusal(CallKind kind, Permit.Granted granted, Reply.Refused refused) {
    boolean ours = claim.saveCall(refused, kind == CallKind.DELETE);
    if (!health.credentialsAccepted(granted.call())) {
      return false;
    }
    health.unexpected(claim.claim(), refused);
    claim.countFailure();
    return ours && backOff(refused);
  }

  /** A reply that says nothing about the session costs an attempt. */
  boolean afterUnexpected(Reply.Unrecognised reply) {
    health.unexpected(claim.claim(), reply);
    claim.countFailure();
    return backOff(reply);
  }

  /** In an outage of DELETE, but not without end: a session must not block later runs. */
  private boolean isExcused(CallKind kind) {
    int uncharged = claim.claim().attempts() - claim.failures();
    return kind == CallKind.DELETE && uncharged <= MOST_EXCUSED && health.deleteOutage();
  }

  private boolean backOff(Reply last) {
    if (!retry.exhausted(claim.claim().failedBefore(), claim.failures())) {
      notBefore = scheduler.nanos() + retry.backoff(++tries);
      return true;
    }
    if (neverFails) {
      claim.leaveOpen();
    } else {
      String what =
          claim.claim().failedBefore()
              ? "failed again, as in an earlier run"
              : (claim.failures() == 1 ? "" : "all ")
                  + Quantity.of(claim.failures(), "attempt")
                  + " failed, the last";
      claim.record(Outcome.FAILED, what + ": " + last.detail());
    }
    return false;
  }
}
