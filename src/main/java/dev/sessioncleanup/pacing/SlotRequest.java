package dev.sessioncleanup.pacing;

/**
 * A request for one slot.
 *
 * @param auditId the claim it is for, {@link #NO_CLAIM} for a call that concerns no session
 * @param revision the revision of the claim that this process knows
 * @param send true for a DELETE, false for a GET, which has no effect at PAVE
 */
public record SlotRequest(long auditId, int revision, boolean send) {
  public static final long NO_CLAIM = 0;
}
