package dev.sessioncleanup.restart;

import java.sql.Connection;
import java.sql.SQLException;

/** An open transaction of the tracking application that locks all its sessions. */
final class RowLocks implements AutoCloseable {
  private final Connection connection;
  private final int held;

  private RowLocks(Connection connection) throws SQLException {
    this.connection = connection;
    connection.setAutoCommit(false);
    try (var statement = connection.createStatement();
        var rows =
            statement.executeQuery(
                "select session_key from tracked_session order by session_key for update")) {
      int count = 0;
      while (rows.next()) {
        count++;
      }
      held = count;
    }
  }

  static RowLocks onAll(ProcessWorld world) throws SQLException {
    return new RowLocks(world.database().getConnection());
  }

  int held() {
    return held;
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
