package dev.sessioncleanup.claiming;

import dev.sessioncleanup.engine.InFlightClaims;
import dev.sessioncleanup.ledger.Claim;
import dev.sessioncleanup.pacing.Ceiling;
import java.util.ArrayList;
import java.util.List;

/**
 * The number of claims that a run may still take: its limit, and the guard's maximum. For use by
 * one thread.
 */
public final class ClaimBudget {
  private static final int LARGEST_BATCH = 1000;

  private final Bounds bounds;
  private final long runId;
  private final InFlightClaims inFlight;
  private long claimed;
  private long attemptedBeyond;

  /**
   * @param ceiling of the account in this run; a batch is two seconds of work, at most 1000 claims
   * @param limit largest number of sessions with a DELETE, over all processes that worked on the
   *     run
   * @param maxCount largest number of sessions that the run may claim, the guard's maximum
   * @param sentBefore part of the limit that earlier processes used up
   * @param claimedBefore part of the maximum that earlier processes used up
   */
  public record Bounds(
      Ceiling ceiling, long limit, long maxCount, long sentBefore, long claimedBefore) {}

  ClaimBudget(Bounds bounds, long runId, InFlightClaims inFlight) {
    this.bounds = bounds;
    this.runId = runId;
    this.inFlight = inFlight;
    this.claimed = bounds.claimedBefore();
  }

  long limit() {
    return bounds.limit();
  }

  long claimed() {
    return claimed;
  }

  /** The number of sessions that may still be sent. */
  long limitLeft() {
    return bounds.limit() - bounds.sentBefore() - inFlight.sentSessions() - inFlight.unsent();
  }

  /** The number of sessions that the guard's maximum still allows. */
  long maximumLeft() {
    return bounds.maxCount() - claimed;
  }

  /** The size of the next batch of claims; 0 or less when the limit is used up. */
  int nextBatch() {
    int batch = (int) Math.clamp(2 * bounds.ceiling().rate().perSecond(), 1, LARGEST_BATCH);
    return (int) Math.min(batch, limitLeft());
  }

  void claimed(List<Claim> claims) {
    claimed += claims.size();
  }

  /**
   * Counts claims that were taken over from other runs. The run's own claims already count toward
   * its maximum.
   */
  void tookOver(List<Claim> claims) {
    claimed += claims.stream().filter(this::isOfAnotherRun).count();
  }

  /**
   * Counts claims of this process whose commit was not acknowledged, and returns those that fit
   * into the budget.
   */
  List<Claim> adopt(List<Claim> forgotten) {
    List<Claim> kept = new ArrayList<>();
    attemptedBeyond = 0;
    long limitLeft = limitLeft();
    for (Claim claim : forgotten) {
      boolean counts = isOfAnotherRun(claim) || claim.attempts() == 0;
      if (kept.size() < limitLeft && (!counts || maximumLeft() > 0)) {
        claimed += counts ? 1 : 0;
        kept.add(claim);
      } else if (claim.attempts() > 0) {
        attemptedBeyond++;
      }
    }
    return kept;
  }

  /**
   * The number of claims that the last {@link #adopt} left out and that cannot be released, because
   * they were attempted.
   */
  long attemptedBeyond() {
    return attemptedBeyond;
  }

  private boolean isOfAnotherRun(Claim claim) {
    return claim.runId() != runId;
  }
}
