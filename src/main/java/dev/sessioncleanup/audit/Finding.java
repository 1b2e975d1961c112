package dev.sessioncleanup.audit;

import org.jspecify.annotations.Nullable;

/**
 * An outcome to be recorded for a claim.
 *
 * @param outcome what was found; a {@code MISSING} in doubt is recorded as removed, inferred
 * @param confirmed whether PAVE itself said so; decides nothing for MISSING, where the ledger's
 *     doubt decides
 * @param answersSend whether it is the reply to a DELETE, which then is no longer unanswered
 * @param httpStatus of the reply, null when there was none
 * @param detail one line for people
 * @param latencyMs of the call in milliseconds, null when there was none
 */
public record Finding(
    Claim claim,
    Outcome outcome,
    boolean confirmed,
    boolean answersSend,
    @Nullable Integer httpStatus,
    @Nullable String detail,
    @Nullable Integer latencyMs) {

  /** A finding that needed no call to PAVE. */
  public static Finding withoutCall(Claim claim, Outcome outcome, String detail) {
    return new Finding(claim, outcome, false, false, null, detail, null);
  }

  /**
   * Whether it is PAVE's answer to a DELETE that is true whoever asked; a 404 is not, it depends on
   * what else was sent.
   */
  public boolean provesItself() {
    return answersSend && (outcome == Outcome.REMOVED || outcome == Outcome.STARTED);
  }

  /** The evidence column; a hold and a failure are our own doing and need none. */
  @Nullable String evidence() {
    return switch (outcome) {
      case HELD, FAILED -> null;
      default -> confirmed ? "confirmed" : "inferred";
    };
  }
}
