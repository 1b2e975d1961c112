package dev.sessioncleanup.pacing;

/**
 * Asks for one slot.
 *
 * @param auditId the claim it is for
 * @param revision of the claim, as this process knows it
 * @param send true for a DELETE, false for a GET, which leaves no doubt
 */
public record SlotRequest(long auditId, int revision, boolean send) {}
