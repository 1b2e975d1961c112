package dev.sessioncleanup.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessioncleanup.database.DatabaseTest;
import dev.sessioncleanup.database.JobLogin;
import dev.sessioncleanup.database.TestDatabase;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Which advisory locks show that a process is alive. */
@DatabaseTest
class LiveProcessTest {
  private final TestDatabase database = TestDatabase.migrated();

  @AfterEach
  void close() {
    database.close();
  }

  /** Whoever checks for life takes a shared lock briefly; it is not the owner's lock. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "true  | pg_advisory_lock('session_audit'::regclass::oid::integer, 42)",
        "false | pg_advisory_lock_shared('session_audit'::regclass::oid::integer, 42)",
        "false | pg_advisory_lock('tracked_session'::regclass::oid::integer, 42)",
        "false | pg_advisory_lock(42)"
      })
  void exclusiveLockOnTheIdMeansTheProcessIsAlive(boolean alive, String lock) throws SQLException {
    try (var connection = database.connection();
        var statement = connection.createStatement()) {
      statement.execute("select " + lock);

      assertThat(
              JdbcClient.create(database.dataSource())
                  .sql("select process_id from live_process")
                  .query(Integer.class)
                  .list())
          .isEqualTo(alive ? List.of(42) : List.of());
    }
  }

  /** Anybody can take an advisory lock; only a login that writes the audit is a process of ours. */
  @Test
  void lockOfAnUnrelatedLoginKeepsNoProcessAlive() throws SQLException {
    JdbcClient superuser = JdbcClient.create(database.dataSource());
    try (JobLogin login = JobLogin.create(database)) {
      try (var connection = login.dataSource().getConnection();
          var statement = connection.createStatement()) {
        statement.execute("select pg_advisory_lock('session_audit'::regclass::oid::integer, 42)");
        String processes = "select count(*) from live_process";
        assertThat(superuser.sql(processes).query(Long.class).single()).isOne();

        superuser.sql("revoke all on session_audit from session_cleanup_job").update();

        assertThat(superuser.sql(processes).query(Long.class).single()).isZero();
      }
    }
  }
}
