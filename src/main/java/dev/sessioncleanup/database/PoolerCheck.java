package dev.sessioncleanup.database;

import java.sql.Connection;
import java.sql.SQLException;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Detects a pooler in transaction mode, which would share the lock's connection with others. */
public final class PoolerCheck {
  private static final int CHECKS = 5;

  private PoolerCheck() {}

  /**
   * @param jdbc over the program's connection pool
   * @param lockLike a direct connection like that of the process lock
   * @throws PooledConnectionException when both use the same server process, or the direct
   *     connection changes its server process
   * @throws SQLException when the database does not answer
   */
  public static void refusePooler(JdbcClient jdbc, Connection lockLike) throws SQLException {
    int first = pid(lockLike);
    for (int i = 0; i < CHECKS; i++) {
      int other = jdbc.sql("select pg_backend_pid()").query(Integer.class).single();
      if (other == first || pid(lockLike) != first) {
        throw new PooledConnectionException();
      }
    }
  }

  private static int pid(Connection connection) throws SQLException {
    try (var statement = connection.createStatement();
        var row = statement.executeQuery("select pg_backend_pid()")) {
      row.next();
      return row.getInt(1);
    }
  }
}
