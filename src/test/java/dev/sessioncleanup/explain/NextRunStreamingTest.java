package dev.sessioncleanup.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sessioncleanup.database.DatabaseTest;
import dev.sessioncleanup.database.TestDatabase;
import dev.sessioncleanup.ledger.Selection;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The list is read while it is written, so that its length does not matter. */
@DatabaseTest
class NextRunStreamingTest {
  private static final int SESSIONS = 10_000;

  @Test
  void sessionsArriveBeforeTheLastIsRead() {
    try (TestDatabase database = TestDatabase.migrated()) {
      JdbcClient jdbc = JdbcClient.create(database.dataSource());
      jdbc.sql(
              """
              insert into tracked_session (session_key, created_at)
              select 'MNY-' || i, now() - interval '30 days' from generate_series(1, :sessions) i
              """)
          .param("sessions", SESSIONS)
          .update();
      NextRun next = new NextRun(database.dataSource());
      Selection all =
          new Selection(0, "default", null, Instant.parse("2100-01-01T00:00:00Z"), Duration.ZERO);
      AtomicInteger rows = new AtomicInteger();

      assertThatThrownBy(
              () ->
                  next.atOneMoment(
                      () ->
                          next.forEach(
                              new NextRun.Scope(all, null, null),
                              session -> {
                                if (rows.incrementAndGet() == 50) {
                                  endTheReading(jdbc);
                                }
                              })))
          .isInstanceOf(DataAccessException.class);
      assertThat(rows.get()).isBetween(500, SESSIONS / 2);
    }
  }

  private static void endTheReading(JdbcClient jdbc) {
    jdbc.sql(
            """
            select pg_terminate_backend(pid) from pg_stat_activity
            where datname = current_database() and state = 'idle in transaction'
            """)
        .query(Boolean.class)
        .single();
  }
}
