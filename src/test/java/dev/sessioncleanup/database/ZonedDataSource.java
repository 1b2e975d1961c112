package dev.sessioncleanup.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Sets the session's time zone itself: the JDBC driver announces the JVM's zone at login, and that
 * overrides the database's default.
 */
final class ZonedDataSource extends PGSimpleDataSource {
  private static final long serialVersionUID = 1L;

  private final transient Runnable beforeConnecting;

  ZonedDataSource(String url, String user, String password, Runnable beforeConnecting) {
    this.beforeConnecting = beforeConnecting;
    setUrl(url);
    setUser(user);
    setPassword(password);
  }

  @Override
  public Connection getConnection(@Nullable String user, @Nullable String password)
      throws SQLException {
    beforeConnecting.run();
    Connection connection = super.getConnection(user, password);
    try (Statement statement = connection.createStatement()) {
      statement.execute("set time zone '" + TestDatabase.TIME_ZONE + "'");
    }
    return connection;
  }
}
