package dev.sessioncleanup.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;

@DatabaseTest
class TestDatabaseTest {
  private final TestDatabase database = TestDatabase.create();

  @Test
  void everyDatabaseIsFresh() throws SQLException {
    try (TestDatabase other = TestDatabase.create();
        Connection connection = database.connection();
        Statement statement = connection.createStatement()) {
      statement.execute("create table mine ()");

      assertThat(answer(other.connection(), "select to_regclass('mine')")).isNull();
    }
  }

  @Test
  void sessionIsNotInUtc() throws SQLException {
    assertThat(answer(database.connection(), "show timezone")).isEqualTo(TestDatabase.TIME_ZONE);
  }

  @Test
  void sessionOfTheProgramItselfIsNotInUtc() throws SQLException {
    Connection connection =
        DriverManager.getConnection(database.jdbcUrl(), database.username(), database.password());

    assertThat(answer(connection, "show timezone")).isNotIn("UTC", "GMT", "Etc/UTC");
  }

  @Test
  void wrongPasswordIsRefused() {
    assertThatThrownBy(
            () -> DriverManager.getConnection(database.jdbcUrl(), database.username(), "wrong"))
        .hasMessageContaining("password authentication failed");
  }

  @Test
  void twoHundredConnectionsAreAccepted() throws SQLException {
    assertThat(Integer.parseInt(answer(database.connection(), "show max_connections")))
        .isGreaterThanOrEqualTo(200);
  }

  @Test
  void eachMigratedDatabaseIsASeparateCopy() throws SQLException {
    try (TestDatabase one = TestDatabase.migrated();
        TestDatabase two = TestDatabase.migrated()) {
      assertThat(one.jdbcUrl()).isNotEqualTo(two.jdbcUrl());
      assertThat(answer(two.connection(), "select to_regclass('flyway_schema_history')"))
          .isEqualTo("flyway_schema_history");
    }
  }

  private static String answer(Connection connection, String question) throws SQLException {
    try (connection;
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(question)) {
      row.next();
      return row.getString(1);
    }
  }
}
