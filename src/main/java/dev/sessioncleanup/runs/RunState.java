package dev.sessioncleanup.runs;

import java.util.Locale;

/** The state of a run, named as in {@code cleanup_run.state}. */
public enum RunState {
  PLANNED,
  RUNNING,
  PAUSED,
  COMPLETE,
  PARTIAL,
  ABORTED,
  FAILED,
  CANCELLED;

  /** The name in the database. */
  public String sql() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The state of that name in the database.
   *
   * @throws IllegalArgumentException when there is none
   */
  public static RunState of(String sql) {
    return valueOf(sql.toUpperCase(Locale.ROOT));
  }
}
