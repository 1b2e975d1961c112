package dev.sessioncleanup.ledger;

import org.jspecify.annotations.Nullable;

/**
 * An outcome that is to be recorded for a claim.
 *
 * @param outcome the outcome found; MISSING is recorded as removed, inferred, when another DELETE
 *     of the session is unanswered
 * @param basis what the outcome is based on
 * @param detail one line for people
 * @param call the call it is based on, null when it needed no call
 */
public record Finding(
    Claim claim, Outcome outcome, Basis basis, @Nullable String detail, @Nullable CallTrace call) {

  /** A finding that a reply of PAVE proves. */
  public static Finding ofReply(Claim claim, Outcome outcome, Basis basis, CallTrace call) {
    return new Finding(claim, outcome, basis, call.detail(), call);
  }

  /** A finding that needed no call to PAVE. */
  public static Finding withoutCall(Claim claim, Outcome outcome, String detail) {
    Basis basis = outcome == Outcome.NOT_IDLE ? Basis.TRACKING : Basis.DECISION;
    return new Finding(claim, outcome, basis, detail, null);
  }

  /**
   * Whether any process may record it: PAVE confirms that this DELETE removed the session, or that
   * the session was started. A 404 is no such proof, because its meaning depends on the other calls
   * that were sent.
   */
  public boolean provesItself() {
    return basis.answersDelete() && (outcome == Outcome.REMOVED || outcome == Outcome.STARTED);
  }

  /** Whether a 404 must mean that the session was removed by a DELETE of ours. */
  public boolean impliesRemoved() {
    return outcome == Outcome.MISSING && basis == Basis.DELETE_REPLY_AFTER_IDLE;
  }

  /**
   * The value of the evidence column, except for MISSING with unanswered calls; null for HELD and
   * FAILED.
   */
  public @Nullable String evidence() {
    return switch (outcome) {
      case HELD, FAILED -> null;
      default -> basis == Basis.TRACKING ? "inferred" : "confirmed";
    };
  }
}
