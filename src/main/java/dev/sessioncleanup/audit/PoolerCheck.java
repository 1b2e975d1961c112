package dev.sessioncleanup.audit;

import java.sql.Connection;
import java.sql.SQLException;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Refuses a pooler that shares the lock's connection with others. */
public final class PoolerCheck {
  private static final int LOOKS = 5;

  private PoolerCheck() {}

  /**
   * @param jdbc over the connections that the program works with
   * @param lockLike a connection as the process lock uses it
   * @throws PooledConnectionException when both run on one server process, or that changes
   * @throws SQLException when the database does not answer
   */
  public static void refusePooler(JdbcClient jdbc, Connection lockLike) throws SQLException {
    int first = pid(lockLike);
    for (int i = 0; i < LOOKS; i++) {
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
