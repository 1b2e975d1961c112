package dev.sessioncleanup.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Types;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** The connection that holds a process's advisory lock. For use by one thread. */
final class LockConnection {
  private static final String SETTINGS =
      """
      set tcp_keepalives_idle = 10; set tcp_keepalives_interval = 5; set tcp_keepalives_count = 3;
      set tcp_user_timeout = '25s'; set idle_session_timeout = 0; set idle_in_transaction_session_timeout = 0
      """;

  private static final String REGISTER = "select process_id, change from register_process(?, ?)";

  private final Connection connection;
  private final int backendPid;

  private LockConnection(Connection connection) throws SQLException {
    this.connection = connection;
    try (var statement = connection.createStatement()) {
      statement.execute(SETTINGS);
    }
    this.backendPid = currentBackendPid();
  }

  /**
   * @param connector opens a new connection outside any pool, with a socket timeout
   */
  static LockConnection open(Callable<Connection> connector) throws SQLException {
    try {
      return new LockConnection(connector.call());
    } catch (SQLException failure) {
      throw failure;
    } catch (Exception failure) {
      throw new SQLException(failure);
    }
  }

  /** The pid of the server process that served the connection when it was opened. */
  int backendPid() {
    return backendPid;
  }

  /** Whether the same server process still serves the connection. */
  boolean isTheSame() throws SQLException {
    return currentBackendPid() == backendPid;
  }

  /**
   * Gives a process its id, or registers it again, and compares the database with the one that the
   * newest process saw.
   *
   * @param processId null for a new process
   */
  Registration register(@Nullable Integer processId) throws SQLException {
    try (var statement = connection.prepareStatement(REGISTER)) {
      statement.setObject(1, processId, Types.INTEGER);
      statement.setString(2, "session-cleanup");
      try (var row = statement.executeQuery()) {
        row.next();
        return new Registration(row.getInt(1), row.getString(2));
      }
    } catch (SQLException failure) {
      close();
      throw failure;
    }
  }

  /**
   * @param change how the database differs from the one that the newest process saw; null when it
   *     does not
   */
  record Registration(int processId, @Nullable String change) {}

  /**
   * Takes the lock of the process.
   *
   * @throws SQLException when another connection holds it, or the database does not answer
   */
  void lock(int processId) throws SQLException {
    String lock =
        "select pg_try_advisory_lock('session_audit'::regclass::oid::integer, %d)::integer"
            .formatted(processId);
    if (number(lock) != 1) {
      close();
      throw new SQLException(
          "the advisory lock of process %d is still held by another connection"
              .formatted(processId));
    }
  }

  void close() {
    try {
      connection.close();
    } catch (SQLException ignored) {
      // the connection is lost already
    }
  }

  private int currentBackendPid() throws SQLException {
    return number("select pg_backend_pid()");
  }

  private int number(String sql) throws SQLException {
    try (var statement = connection.createStatement();
        var row = statement.executeQuery(sql)) {
      row.next();
      return row.getInt(1);
    }
  }
}
