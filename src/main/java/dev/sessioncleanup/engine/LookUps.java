package dev.sessioncleanup.engine;

import dev.sessioncleanup.availability.CallKind;
import dev.sessioncleanup.ledger.Basis;
import dev.sessioncleanup.ledger.Outcome;
import dev.sessioncleanup.pave.Reply;
import dev.sessioncleanup.tracking.SessionStatus;
import org.jspecify.annotations.Nullable;

/**
 * Decides when a session is looked up with GET, and what follows from the reply. A session is
 * looked up before each DELETE with {@code --verify live}, after a reply to a DELETE that PAVE does
 * not document, and when our own DELETE may have changed the tracking row. For use by one worker.
 */
final class LookUps {
  private final OpenClaim claim;
  private final FailedAttempts failed;
  private final boolean verifyLive;
  private boolean saidIdle;
  private boolean trackingChanged;
  private boolean repeatLookUp;
  private Reply.@Nullable Unrecognised unclear;

  /**
   * @param verifyLive whether PAVE is asked with GET before each DELETE
   */
  LookUps(OpenClaim claim, FailedAttempts failed, boolean verifyLive) {
    this.claim = claim;
    this.failed = failed;
    this.verifyLive = verifyLive;
  }

  /** The call that an attempt starts with, or the GET that must be repeated. */
  CallKind firstCall() {
    if (repeatLookUp) {
      repeatLookUp = false;
      return CallKind.LOOK_UP;
    }
    saidIdle = false;
    unclear = null;
    return verifyLive || trackingChanged ? CallKind.LOOK_UP : CallKind.DELETE;
  }

  /** A throttled GET is repeated, instead of the DELETE before it. Returns its argument. */
  CallKind throttled(CallKind call) {
    repeatLookUp = call == CallKind.LOOK_UP;
    return call;
  }

  /** The tracking row has changed while a DELETE is unanswered: only PAVE can show the reason. */
  CallKind trackingChanged() {
    trackingChanged = true;
    failed.neverFail();
    return CallKind.LOOK_UP;
  }

  /** A DELETE got a 4xx that PAVE does not document. */
  CallKind unclear(Reply.Unrecognised reply) {
    unclear = reply;
    return CallKind.LOOK_UP;
  }

  /**
   * The basis of a 404. Right after PAVE returned IDLE it means that a proxy or client has sent the
   * DELETE twice.
   */
  Basis basisOfMissing(CallKind call) {
    if (call == CallKind.LOOK_UP) {
      return Basis.LOOK_UP_REPLY;
    }
    return saidIdle ? Basis.DELETE_REPLY_AFTER_IDLE : Basis.DELETE_REPLY;
  }

  /** PAVE has the session; returns the next call, null when there is none. */
  @Nullable CallKind found(Reply.Found found) {
    String status = found.sessionStatus();
    String detail = unclear == null ? found.detail() : unclear.detail() + "; " + found.detail();
    if (SessionStatus.isBeyondIdle(status)) {
      claim.record(Outcome.NOT_IDLE, detail, found);
      return null;
    }
    if (!status.equals(SessionStatus.IDLE)) {
      claim.record(Outcome.FAILED, detail + " is not a status that PAVE documents", found);
      return null;
    }
    if (trackingChanged) {
      claim.record(Outcome.NOT_IDLE, "no longer tracked as IDLE, although PAVE says IDLE");
      return null;
    }
    if (unclear != null) {
      return failed.afterUnexpected(unclear) ? firstCall() : null;
    }
    saidIdle = true;
    return CallKind.DELETE;
  }
}
