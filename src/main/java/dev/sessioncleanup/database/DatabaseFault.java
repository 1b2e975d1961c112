package dev.sessioncleanup.database;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;

/**
 * Distinguishes transient faults of the database (restart, resources used up, connection lost, lock
 * timeout) from faults of the program.
 *
 * <p>Source of the codes: PostgreSQL documentation, appendix A.
 */
public final class DatabaseFault {
  private DatabaseFault() {}

  /** Whether the same statement may succeed when it is repeated later. */
  public static boolean isTransient(Throwable failure) {
    String state = state(failure);
    if (isPasswordChanged(failure)) {
      return true; // it may be changed back, and the next process has the new one
    }
    if (!state.isEmpty()) {
      return isTransientState(state);
    }
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLTransientConnectionException || isPoolConnectionLost(cause)) {
        return true; // no connection in time, or a connection lost while in use
      }
    }
    return false;
  }

  /**
   * The pool closes a lost connection while it is in use, and reports that without an SQL state.
   */
  private static boolean isPoolConnectionLost(Throwable cause) {
    return cause instanceof SQLException && "Connection is closed".equals(cause.getMessage());
  }

  /** The pool, which had a connection before, is refused a new one. */
  private static boolean isPasswordChanged(Throwable failure) {
    boolean pool = false;
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      pool |= cause instanceof SQLTransientConnectionException;
    }
    return pool && state(failure).startsWith("28");
  }

  private static boolean isTransientState(String state) {
    if (state.startsWith("08") || state.startsWith("53") || state.startsWith("57P")) {
      return true; // connection lost, resources used up, server shutting down or starting
    }
    return switch (state) {
      case "40001", "40P01", "55P03", "57014", "25006", "25P03", "58000", "58030" -> true;
      default -> false;
    };
  }

  /** The outermost SQL state in the chain of causes, empty when there is none. */
  public static String state(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql && sql.getSQLState() != null) {
        return sql.getSQLState();
      }
    }
    return "";
  }

  /** Why the database is unavailable, on one line. */
  public static String outage(Throwable failure) {
    return state(failure).startsWith("28")
        ? reason(failure)
            + ". Was spring.datasource.password changed? A process keeps the one it was started with"
        : reason(failure);
  }

  /** The innermost message, on one line. */
  public static String reason(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null && cause.getCause() != cause) {
      cause = cause.getCause();
    }
    String message = cause.getMessage();
    return (message == null ? cause.getClass().getSimpleName() : message)
        .replaceFirst("(?s)\\n\\s*Where:.*", "") // the statement, over many lines
        .replaceAll("\\s+", " ")
        .strip();
  }
}
