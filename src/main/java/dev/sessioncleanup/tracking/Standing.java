package dev.sessioncleanup.tracking;

/** What the tracking database says about a session right now. */
public enum Standing {
  /** IDLE, unsettled, old enough and not held. */
  STALE,
  /** An operator holds it. */
  HELD,
  /** Tracked as something else than IDLE, or not tracked any more. */
  NOT_IDLE,
  /** Younger than the minimum age. */
  YOUNG
}
