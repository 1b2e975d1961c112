package dev.sessioncleanup.restart;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * Another process as the database sees it: a process id whose lock is held until this is closed.
 */
final class OtherProcess implements AutoCloseable {
  private final Connection connection;
  private final int id;

  OtherProcess(ProcessWorld world) throws SQLException {
    connection = world.database().getConnection();
    id = number("select nextval('cleanup_process_id')::integer");
    number(
        "select 1 from pg_advisory_lock('session_audit'::regclass::oid::integer, %d)"
            .formatted(id));
  }

  int id() {
    return id;
  }

  /** Takes over all open claims, as if the lock of their owner had been free briefly. */
  void takeOverEverything() throws SQLException {
    number(
        """
        with taken as (
          update session_audit set claimed_by = %d, revision = revision + 1 where outcome is null returning 1
        )
        select count(*)::integer from taken
        """
            .formatted(id));
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
    connection.close();
  }
}
