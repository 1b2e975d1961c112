package dev.sessioncleanup.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sessioncleanup.database.ControlledPostgres.Shutdown;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ControlledPostgresTest {
  @ParameterizedTest
  @EnumSource
  void keepsPortAndCommittedRowsOverRestart(Shutdown how) throws SQLException {
    try (ControlledPostgres postgres = ControlledPostgres.prepare()) {
      postgres.start();
      Connection before = postgres.connection();
      before.createStatement().execute("create table kept as select 1");

      postgres.restart(how);

      assertThatThrownBy(() -> before.createStatement().execute("select 1"))
          .isInstanceOf(SQLException.class);
      assertThat(answer(postgres, "select count(*) from kept")).isEqualTo("1");
    }
  }

  @Test
  void refusesConnectionsWhileStopped() {
    try (ControlledPostgres postgres = ControlledPostgres.prepare()) {
      postgres.start();
      postgres.stop(Shutdown.IMMEDIATE);

      assertThatThrownBy(postgres::connection).hasMessageContaining("refused");
    }
  }

  @Test
  void settingsAreAppliedToTheServer() throws SQLException {
    try (ControlledPostgres postgres =
        ControlledPostgres.prepare(Map.of("max_connections", "7", "fsync", "on"))) {
      postgres.start();

      assertThat(answer(postgres, "show max_connections")).isEqualTo("7");
      assertThat(answer(postgres, "show fsync")).isEqualTo("on");
    }
  }

  private static String answer(ControlledPostgres postgres, String question) throws SQLException {
    try (Connection connection = postgres.connection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(question)) {
      row.next();
      return row.getString(1);
    }
  }
}
