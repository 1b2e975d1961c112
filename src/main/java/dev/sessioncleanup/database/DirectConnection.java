package dev.sessioncleanup.database;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * Opens connections outside the pool, for the process lock; a broken network is detected after ten
 * seconds.
 */
public final class DirectConnection implements Callable<Connection> {
  private final String url;
  private final Properties properties = new Properties();

  public DirectConnection(String url, @Nullable String username, @Nullable String password) {
    this.url = url;
    if (username != null) {
      properties.setProperty("user", username);
    }
    if (password != null) {
      properties.setProperty("password", password);
    }
    properties.setProperty("ApplicationName", "session-cleanup lock");
    properties.setProperty("connectTimeout", "5");
    properties.setProperty("socketTimeout", "10");
    properties.setProperty("tcpKeepAlive", "true");
  }

  @Override
  public Connection call() throws SQLException {
    Connection connection = DriverManager.getConnection(url, properties);
    try (var statement = connection.createStatement()) {
      statement.execute("set statement_timeout = 0; set idle_session_timeout = 0");
      return connection;
    } catch (SQLException failure) {
      connection.close();
      throw failure;
    }
  }
}
