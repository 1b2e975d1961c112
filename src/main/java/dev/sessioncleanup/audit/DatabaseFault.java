package dev.sessioncleanup.audit;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;

/**
 * Tells faults of the database that pass (it restarts, is full, is cut off, a lock was in the way)
 * from those of the program.
 *
 * <p>Source of the codes: PostgreSQL documentation, appendix A.
 */
public final class DatabaseFault {
  private DatabaseFault() {}

  /** Whether the same statement may succeed later, without anybody changing it. */
  public static boolean passes(Throwable failure) {
    String state = state(failure);
    if (!state.isEmpty()) {
      return passesWith(state);
    }
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLTransientConnectionException || isPoolsWordForLost(cause)) {
        return true; // no connection in time, or one that was lost while it was in use
      }
    }
    return false;
  }

  /** The pool closes a lost connection under its user, and then says so without a state. */
  private static boolean isPoolsWordForLost(Throwable cause) {
    return cause instanceof SQLException && "Connection is closed".equals(cause.getMessage());
  }

  private static boolean passesWith(String state) {
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
