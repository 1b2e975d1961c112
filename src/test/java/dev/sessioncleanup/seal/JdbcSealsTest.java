package dev.sessioncleanup.seal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessioncleanup.database.DatabaseTest;
import dev.sessioncleanup.database.TestDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CompletableFuture;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** When runs are sealed, and what keeps them from it. */
@DatabaseTest
class JdbcSealsTest {
  private final TestDatabase database = TestDatabase.migrated();
  private final JdbcClient jdbc = JdbcClient.create(database.dataSource());

  @BeforeEach
  void threeEndedRuns() {
    jdbc.sql(
            """
            insert into cleanup_run (kind, account, created_before, state, started_at, finished_at)
            select 'nightly', 'default', now(), 'complete', now(), now() from generate_series(1, 3)
            """)
        .update();
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void sealsEveryRunThatHasEnded() {
    new JdbcSeals(database.dataSource(), 0).sealEnded("default", () -> false);

    assertThat(sealed()).isEqualTo(3);
    assertThat(unsealed()).isZero();
  }

  @Test
  void stopsAfterOneRunWhenThereIsNoMoreTime() {
    JdbcSeals seals = new JdbcSeals(database.dataSource(), 0);

    seals.sealEnded("default", () -> true);

    assertThat(sealed()).isEqualTo(1);
    assertThat(seals.of(1)).isNotNull();
    assertThat(unsealed()).isEqualTo(2);
  }

  /** The pool gives up connections that are silent for a minute; here for a second. */
  @Test
  void sealingMayTakeLongerThanOtherStatements() throws Exception {
    CompletableFuture<Void> sealing;
    try (Connection other = database.connection();
        Statement statement = other.createStatement()) {
      statement.execute(
          "select pg_advisory_lock('run_seal'::regclass::oid::integer, hashtext('default'))");
      sealing =
          CompletableFuture.runAsync(
              () -> new JdbcSeals(impatient(), 0).sealEnded("default", () -> true));
      while (!somebodyWaits(statement)) {
        assertThat(sealing).isNotDone();
      }
      statement.execute("select pg_sleep(2)");
    }
    sealing.join();

    assertThat(sealed()).isEqualTo(1);
  }

  private DataSource impatient() {
    String url = database.jdbcUrl();
    return new DriverManagerDataSource(
        url + (url.contains("?") ? "&" : "?") + "socketTimeout=1",
        database.username(),
        database.password());
  }

  private static boolean somebodyWaits(Statement statement) throws SQLException {
    try (ResultSet row =
        statement.executeQuery(
            """
            select exists (
              select from pg_locks l
              where not l.granted and l.locktype = 'advisory'
                and l.database = (select d.oid from pg_database d where d.datname = current_database()))
            from pg_sleep(0.05)
            """)) {
      return row.next() && row.getBoolean(1);
    }
  }

  private long sealed() {
    return count("run_seal");
  }

  private long unsealed() {
    return count("unsealed_run");
  }

  private long count(String table) {
    return jdbc.sql("select count(*) from " + table).query(Long.class).single();
  }
}
