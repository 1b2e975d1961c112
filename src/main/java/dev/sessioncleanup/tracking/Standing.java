package dev.sessioncleanup.tracking;

/** The current state of a session in the tracking database. */
public enum Standing {
  /** IDLE, old enough and not on hold. */
  STALE,
  /** On hold. */
  HELD,
  /** Tracked with a status other than IDLE, or no longer tracked. */
  NOT_IDLE,
  /** As NOT_IDLE, but a DELETE of the session is unanswered: it may have caused the change. */
  DOUBTFUL,
  /** Younger than the minimum age. */
  YOUNG
}
