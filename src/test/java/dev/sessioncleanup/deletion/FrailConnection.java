package dev.sessioncleanup.deletion;

import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.springframework.dao.DataAccessResourceFailureException;

/** The way to a database that goes away, refuses, or loses the reply to what it did. */
final class FrailConnection {
  private final List<String> refused = new CopyOnWriteArrayList<>();
  private final List<String> lost = new CopyOnWriteArrayList<>();
  private volatile boolean away;

  void goAway() {
    away = true;
  }

  void comeBack() {
    away = false;
  }

  /** The next call of that name does nothing and fails. */
  void refuse(String method) {
    refused.add(method);
  }

  /** The next call of that name does its work, and fails nevertheless. */
  void loseReplyTo(String method) {
    lost.add(method);
  }

  /** Whether all that was to go wrong has gone wrong. */
  boolean allDone() {
    return refused.isEmpty() && lost.isEmpty();
  }

  synchronized <T> T call(String method, Supplier<T> work) {
    if (away || refused.remove(method)) {
      throw fault();
    }
    T answer = work.get();
    if (lost.remove(method)) {
      throw fault();
    }
    return answer;
  }

  private static DataAccessResourceFailureException fault() {
    return new DataAccessResourceFailureException(
        "fake", new SQLException("the connection is gone", "08006"));
  }
}
