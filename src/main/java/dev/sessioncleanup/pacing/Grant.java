package dev.sessioncleanup.pacing;

/**
 * The result of one slot request.
 *
 * @param slotMicros start of the slot on the server's clock, microseconds since the epoch; 0 when
 *     none was granted
 */
public record Grant(long auditId, Verdict verdict, long slotMicros) {

  /** The result of a request, named as in {@code grant_slots}. */
  public enum Verdict {
    /** The call may be sent, within its slot. */
    GRANTED,
    /** No slot within the next 100 ms. */
    WAIT,
    /** The claim is already recorded, or belongs to another process. */
    LOST,
    /** The row was changed since this process read it. */
    CHANGED,
    /** The session is tracked under another account now. */
    OTHER_ACCOUNT,
    /** The session is on hold. */
    HELD,
    /** Tracked with a status other than IDLE, or no longer tracked. */
    NOT_IDLE,
    /** As NOT_IDLE, but a DELETE of the session is unanswered: the session must be looked up. */
    DOUBTFUL,
    /** Younger than the minimum age. */
    YOUNG,
    /** This process's advisory lock is not held on this server. */
    UNLOCKED,
    /** The run is paused. */
    PAUSED,
    /** An operator cancelled the run. */
    CANCELLED,
    /** The run has ended or belongs to another process. */
    STOPPED
  }
}
