package dev.sessioncleanup.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sessioncleanup.database.DatabaseTest;
import dev.sessioncleanup.database.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;

@DatabaseTest
class ReportViewsTest {
  private final TestDatabase database = TestDatabase.migrated();
  private final JdbcClient jdbc = JdbcClient.create(database.dataSource());

  @AfterEach
  void close() {
    database.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"planned", "running", "paused"})
  void unfinishedRunIsInterruptedExactlyWhileItsProcessIsDead(String state) throws Exception {
    run(state, 7);

    assertThat(shownState()).isEqualTo("interrupted");
    try (Connection process = process(7)) {
      assertThat(shownState()).isEqualTo(state);
    }
    await().until(() -> shownState().equals("interrupted"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"complete", "partial", "aborted", "failed", "cancelled"})
  void finishedRunIsShownAsItEnded(String state) {
    run(state, 7);

    assertThat(shownState()).isEqualTo(state);
  }

  @Test
  void lockOfAnotherKindDoesNotMeanAlive() throws Exception {
    run("running", 7);
    try (Connection other = database.connection();
        Statement statement = other.createStatement()) {
      statement.execute("select pg_advisory_lock('cleanup_run'::regclass::oid::integer, 7)");
      statement.execute("select pg_advisory_lock(7)");

      assertThat(shownState()).isEqualTo("interrupted");
    }
  }

  @Test
  void lockInAnotherDatabaseDoesNotMeanAlive() throws Exception {
    run("running", 7);
    String key = "select pg_advisory_lock(%d, 7)".formatted(auditTable());
    try (TestDatabase elsewhere = TestDatabase.create();
        Connection other = elsewhere.connection();
        Statement statement = other.createStatement()) {
      statement.execute(key);

      assertThat(shownState()).isEqualTo("interrupted");
    }
  }

  @Test
  void unfinishedRunIsTimedUntilNow() throws Exception {
    run("running", 7);
    jdbc.sql("update cleanup_run set started_at = now() - interval '1 hour'").update();

    try (Connection process = process(7)) {
      assertThat(jdbc.sql("select duration_seconds from report_run").query(Long.class).single())
          .isBetween(3600L, 3660L);
    }
  }

  @Test
  void openClaimShowsItsAgeAndWhetherItsOwnerLives() throws Exception {
    run("running", 7);
    jdbc.sql(
            """
            insert into session_audit (run_id, session_key, claimed_by, claimed_at)
            values (1, 'a', 7, now() - interval '90 seconds'), (1, 'b', 8, now())
            """)
        .update();

    try (Connection process = process(8)) {
      assertThat(claim("a")).containsEntry("owner_alive", false);
      assertThat((Long) claim("a").get("age_seconds")).isBetween(90L, 150L);
      assertThat(claim("b")).containsEntry("owner_alive", true);
    }
  }

  @Test
  void everyViewHasAComment() {
    assertThat(
            jdbc.sql(
                    """
                    select c.relname from pg_class c
                    where c.relkind = 'v' and c.relnamespace = 'public'::regnamespace
                      and obj_description(c.oid) is not null
                    order by c.relname
                    """)
                .query(String.class)
                .list())
        .containsExactly(
            "active_hold",
            "doubt_before",
            "live_process",
            "removed_session",
            "report_backlog",
            "report_daily",
            "report_doubt",
            "report_failure",
            "report_latency",
            "report_month",
            "report_open_claim",
            "report_outcome",
            "report_purge",
            "report_reopen",
            "report_request",
            "report_run",
            "report_run_event",
            "report_run_progress",
            "report_session",
            "unneeded_audit",
            "unsealed_run");
  }

  @Test
  void everyColumnOfAReportViewHasAComment() {
    assertThat(
            jdbc.sql(
                    """
                    select c.relname || '.' || a.attname
                    from pg_class c
                    join pg_attribute a on a.attrelid = c.oid and a.attnum > 0
                    where c.relkind = 'v' and c.relnamespace = 'public'::regnamespace
                      and c.relname like 'report\\_%' and col_description(c.oid, a.attnum) is null
                    order by 1
                    """)
                .query(String.class)
                .list())
        .as("columns without a comment")
        .isEmpty();
  }

  private void run(String state, int process) {
    jdbc.sql(
            """
            insert into cleanup_run (kind, account, created_before, state, process_id)
            values ('nightly', 'acme', now(), :state, :process)
            """)
        .param("state", state)
        .param("process", process)
        .update();
  }

  private Connection process(int id) throws SQLException {
    Connection connection = database.connection();
    try (Statement statement = connection.createStatement()) {
      statement.execute("select pg_advisory_lock(%d, %d)".formatted(auditTable(), id));
    }
    return connection;
  }

  private int auditTable() {
    return jdbc.sql("select 'session_audit'::regclass::oid::integer").query(Integer.class).single();
  }

  private String shownState() {
    return jdbc.sql("select state from report_run").query(String.class).single();
  }

  private Map<String, @Nullable Object> claim(String session) {
    return jdbc.sql("select * from report_open_claim where session_key = :session")
        .param("session", session)
        .query()
        .singleRow();
  }
}
