package dev.sessioncleanup.deletion;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** The lock of a process on a connection of its own, to be lost and taken again at will. */
final class ModelLock implements AutoCloseable {
  private final DataSource database;
  private final int id;
  private Connection connection;
  private int backendPid;
  private boolean held;

  ModelLock(DataSource database) throws SQLException {
    this.database = database;
    this.connection = database.getConnection();
    this.id = number("select nextval('cleanup_process_id')::integer");
    lock();
  }

  int id() {
    return id;
  }

  int backendPid() {
    return backendPid;
  }

  boolean held() {
    return held;
  }

  /** Returns when the server has noticed too. */
  void lose() throws SQLException {
    if (!held) {
      return;
    }
    held = false;
    unlockAndClose();
  }

  void lockAgain() throws SQLException {
    if (!held) {
      connection = database.getConnection();
      lock();
    }
  }

  private void lock() throws SQLException {
    backendPid = number("select pg_backend_pid()");
    held =
        number(
                "select pg_try_advisory_lock('session_audit'::regclass::oid::integer, %d)::integer"
                    .formatted(id))
            == 1;
  }

  private int number(String sql) throws SQLException {
    try (var statement = connection.createStatement();
        var row = statement.executeQuery(sql)) {
      row.next();
      return row.getInt(1);
    }
  }

  @Override
  public void close() throws SQLException {
    if (!connection.isClosed()) {
      held = false;
      unlockAndClose();
    }
  }

  /** The server may take a moment to end a session; the lock is to be free at once. */
  private void unlockAndClose() throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute("select pg_advisory_unlock_all()");
    }
    connection.close();
  }
}
