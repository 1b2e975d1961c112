package dev.sessioncleanup.ledger;

import org.jspecify.annotations.Nullable;

/**
 * A change of a claim that stays open.
 *
 * @param effect what is known about the effect of the last granted DELETE
 * @param failures number of attempts to add to those that count toward the maximum
 * @param call the call that gave no outcome, null when no call was made
 */
public record ClaimUpdate(Claim claim, SendEffect effect, int failures, @Nullable CallTrace call) {

  /** What is known about the effect of a granted DELETE. */
  public enum SendEffect {
    /** The effect is unknown: the DELETE stays unanswered. Also used for a GET. */
    UNKNOWN,
    /** The reply proves that it had no effect: {@code unanswered} decreases by one. */
    NONE,
    /** It was never sent: {@code attempts} and {@code unanswered} decrease by one. */
    NOT_SENT
  }

  /** The granted slot was not used; nothing was sent. */
  public static ClaimUpdate notSent(Claim claim) {
    return new ClaimUpdate(claim, SendEffect.NOT_SENT, 0, null);
  }
}
