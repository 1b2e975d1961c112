package dev.sessioncleanup.audit;

import org.jspecify.annotations.Nullable;

/**
 * What is to be written on a claim that stays open.
 *
 * @param answered the last DELETE is known to have had no effect: one unanswered send less
 * @param forfeited the last grant was not used: one attempt less
 * @param failures attempts to be added to those that count toward the maximum
 */
public record Note(
    Claim claim,
    boolean answered,
    boolean forfeited,
    int failures,
    @Nullable Integer httpStatus,
    @Nullable String detail,
    @Nullable Integer latencyMs) {

  /** The granted slot passed unused; nothing was sent. */
  public static Note forfeit(Claim claim) {
    return new Note(claim, true, true, 0, null, null, null);
  }

  /** Attempts held in suspense turn out to count. */
  public static Note charge(Claim claim, int failures) {
    return new Note(claim, false, false, failures, null, null, null);
  }
}
