package dev.sessioncleanup.database;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/**
 * The one PostgreSQL server of this JVM: started by the first test that needs it, stopped at exit.
 */
record DatabaseServer(String kind, String hostAndPort, String username, String password) {
  /** More than any test needs: pools, lock connections and several processes at once. */
  static final int MAX_CONNECTIONS = 300;

  private static @Nullable DatabaseServer shared;
  private static @Nullable String whyNot;

  /**
   * @throws IllegalStateException if no server starts; every later call throws at once
   */
  static synchronized DatabaseServer shared() {
    if (whyNot != null) {
      throw new IllegalStateException(whyNot);
    }
    if (shared == null) {
      try {
        shared = DatabaseChoice.fromSystemProperty().start();
        FixtureReport.servedBy(shared.kind() + " PostgreSQL " + shared.version());
      } catch (RuntimeException e) {
        whyNot = String.valueOf(e.getMessage());
        throw e;
      }
    }
    return shared;
  }

  String jdbcUrl(String database) {
    return "jdbc:postgresql://" + hostAndPort + "/" + database;
  }

  void createDatabase(String name, String template) {
    execute("create database " + name + " template " + template);
    execute("alter database " + name + " set timezone = '" + TestDatabase.TIME_ZONE + "'");
  }

  void dropDatabase(String name) {
    execute("drop database if exists " + name + " with (force)");
  }

  private String version() {
    try (Connection connection = administrate();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("show server_version")) {
      row.next();
      return row.getString(1).split(" ", 2)[0];
    } catch (SQLException e) {
      throw new IllegalStateException("The " + kind + " test database does not answer.", e);
    }
  }

  private void execute(String sql) {
    try (Connection connection = administrate();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException("The " + kind + " test database refused: " + sql, e);
    }
  }

  private Connection administrate() throws SQLException {
    return DriverManager.getConnection(jdbcUrl("postgres"), username, password);
  }
}
