package dev.sessioncleanup.pacing;

/**
 * The answer to one slot request.
 *
 * @param verdict what became of it
 * @param slotMicros start of the slot on the server's clock, microseconds since the epoch; 0 when
 *     none was granted
 */
public record Answer(long auditId, Verdict verdict, long slotMicros) {

  /** What became of a request, named as in {@code grant_slots}. */
  public enum Verdict {
    /** It may be sent, within its slot. */
    GRANTED,
    /** No slot within the next 100 ms. */
    WAIT,
    /** Recorded already, or another process's by now. */
    LOST,
    /** The row was changed since this process looked at it. */
    CHANGED,
    /** An operator holds the session. */
    HELD,
    /** Tracked as something else than IDLE, or not tracked any more. */
    NOT_IDLE,
    /** Younger than the minimum age. */
    YOUNG,
    /** This process's lock is not held on this server. */
    UNLOCKED,
    /** The run is paused. */
    PAUSED,
    /** An operator cancelled the run. */
    CANCELLED,
    /** The run has ended or is another process's. */
    STOPPED
  }
}
