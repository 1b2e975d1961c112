package dev.sessioncleanup.ledger;

import java.util.Locale;

/** The result of a run for one session, named as in {@code session_audit.outcome}. */
public enum Outcome {
  /** The session was IDLE and is removed. */
  REMOVED,
  /** The session has been started and can never be deleted. */
  STARTED,
  /** PAVE knows no such session for this account. */
  MISSING,
  /** The session is no longer IDLE, according to the tracking database or PAVE. */
  NOT_IDLE,
  /** The session is on hold. */
  HELD,
  /** The session's attempts are used up, or it cannot be decided. */
  FAILED;

  /** The name in the database. */
  public String sql() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The outcome of that name in the database.
   *
   * @throws IllegalArgumentException when there is none
   */
  public static Outcome of(String sql) {
    return valueOf(sql.toUpperCase(Locale.ROOT));
  }
}
