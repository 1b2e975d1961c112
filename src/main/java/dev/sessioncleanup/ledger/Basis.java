package dev.sessioncleanup.ledger;

/** What an outcome is based on. It decides who may record the outcome, and its evidence. */
public enum Basis {
  /** PAVE's reply to our DELETE. */
  DELETE_REPLY,
  /**
   * A 404 to our DELETE right after our own GET returned IDLE: an earlier copy of this DELETE has
   * removed the session.
   */
  DELETE_REPLY_AFTER_IDLE,
  /** PAVE's reply to our GET. */
  LOOK_UP_REPLY,
  /** The tracking database alone. */
  TRACKING,
  /** A decision of the job: the session is on hold, or its attempts are used up. */
  DECISION;

  /** Whether this is a reply to a DELETE, which then is no longer unanswered. */
  public boolean answersDelete() {
    return this == DELETE_REPLY || this == DELETE_REPLY_AFTER_IDLE;
  }
}
