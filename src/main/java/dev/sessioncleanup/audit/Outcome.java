package dev.sessioncleanup.audit;

import java.util.Locale;

/** The final word of a run about a session, named as in {@code session_audit.outcome}. */
public enum Outcome {
  /** It was IDLE and is gone. */
  REMOVED,
  /** It has been started and can never be deleted. */
  STARTED,
  /** PAVE knows no such session for this account. */
  MISSING,
  /** It is not IDLE any more, by the tracker's or PAVE's word. */
  NOT_IDLE,
  /** An operator holds it. */
  HELD,
  /** Its attempts are used up. */
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
