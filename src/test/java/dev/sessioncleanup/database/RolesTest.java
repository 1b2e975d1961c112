package dev.sessioncleanup.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What {@code db/roles.sql} allows and denies. JdbcTablesTest runs with the job's role and shows
 * that all statements of the job are allowed.
 */
@DatabaseTest
class RolesTest {
  private static final String DENIED = "permission denied";
  private static final String CLAIM =
      "insert into session_audit (run_id, session_key) values (1, 'k')";

  private final TestDatabase database = TestDatabase.migrated();

  @BeforeEach
  void roles() throws Exception {
    String script = Files.readString(Path.of("db/roles.sql"));
    as("none", script, script);
    as(
        "session_cleanup_owner",
        "insert into cleanup_run (kind, account, created_before) values ('nightly', 'acme', now())",
        "insert into tracked_session (session_key) values ('k')");
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void rolesAreCreatedBeforeTables() throws Exception {
    try (TestDatabase empty = TestDatabase.create();
        Connection connection = empty.connection();
        Statement statement = connection.createStatement()) {
      statement.execute(Files.readString(Path.of("db/roles.sql")));

      assertThat(statement.getWarnings().getMessage()).contains("Run migrate");
      statement.execute("set role session_cleanup_owner");
      statement.execute("create table migrated ()");
    }
  }

  @Test
  void jobRunsFromClaimToRecord() {
    as(
        "session_cleanup_job",
        "select nextval('cleanup_process_id')",
        "select from tracked_session for update skip locked",
        CLAIM,
        "update session_audit set attempts = 1",
        "update session_audit set outcome = 'removed', evidence = 'confirmed'",
        "update tracked_session set settled_at = now()",
        "update cleanup_run set state = 'complete'",
        "insert into run_event (run_id, event, actor) values (1, 'pause', 'maria')",
        "update run_event set in_effect_at = now(), process_id = 1",
        "select from schema_compatibility",
        "insert into planned_session (run_id, session_key) values (1, 'k')",
        "select session_key from planned_session",
        "select seal_next_run('default', 0)",
        "select pg_advisory_lock('session_audit'::regclass::oid::integer, 1)");
    assertThat(text("select recorded_at > now() - interval '1 minute' from session_audit"))
        .isEqualTo("t");
  }

  @Test
  void jobReleasesAClaimWithoutAnAttempt() {
    as("session_cleanup_job", CLAIM, "delete from session_audit where session_key = 'k'");
  }

  @Test
  void jobWritesTheSpringBatchTables() {
    as(
        "session_cleanup_job",
        """
        insert into batch_job_instance
        values (nextval('batch_job_instance_seq'), 0, 'cleanup', 'key')
        """,
        """
        insert into batch_job_execution (job_execution_id, job_instance_id, create_time)
        values (nextval('batch_job_execution_seq'), 1, now())
        """,
        """
        insert into batch_step_execution (step_execution_id, version, step_name, job_execution_id,
          create_time)
        values (nextval('batch_step_execution_seq'), 0, 'step', 1, now())
        """,
        "insert into batch_step_execution_context values (1, '{}')",
        "insert into batch_job_execution_context values (1, '{}')",
        "insert into batch_job_execution_params values (1, 'a', 'b', 'c', 'Y')",
        "update batch_job_execution set status = 'COMPLETED'",
        "update batch_step_execution_context set short_context = ''",
        "select from flyway_schema_history");
  }

  @Test
  void operatorsOfTheJobHoldAndReopen() {
    as(
        "session_cleanup_job",
        "insert into session_hold (session_key, reason) values ('k', 'dispute')",
        "update session_hold set expires_at = now()",
        "delete from session_hold",
        "select from session_hold_history",
        "insert into session_reopen (session_key, reason, reopened_by) values ('k', 'r', 'maria')",
        "select from report_run");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "select purge_session_audit(now(), 'me')",
        "select purge_session_audit_batch(1, now(), 1, 1)",
        "insert into audit_purge (purged_before, purged_by) values (now(), 'me')",
        "delete from audit_doubt",
        "update audit_doubt set created_before = '-infinity'",
        "update known_database set timeline = null",
        "truncate session_audit",
        "insert into session_audit (run_id, session_key, outcome) values (1, 'k', 'failed')",
        "insert into session_audit (run_id, session_key, attempts) values (1, 'k', 1)",
        "insert into session_audit (run_id, session_key, recorded_at) values (1, 'k', now())",
        "insert into session_audit (run_id, session_key, generation) values (1, 'k', 1)",
        "update session_audit set recorded_at = now()",
        "update session_audit set generation = 1",
        "update session_audit set run_id = 2",
        "update session_audit set session_key = 'other'",
        "update session_audit set account = 'other'",
        "delete from cleanup_run",
        "delete from run_event",
        "update run_event set actor = 'other'",
        "insert into schema_compatibility values (900, 1)",
        "delete from planned_session",
        "update cleanup_run set seal = 'forged'",
        "insert into cleanup_run (kind, account, created_before, seal) values ('nightly', 'a', now(), 'forged')",
        "update run_seal set rows = 0",
        "delete from late_row",
        "insert into purged_row (audit_id, run_id, digest) values (1, 1, '')",
        "update planned_session set session_key = 'other'",
        "delete from session_reopen",
        "update tracked_session set status = 'IDLE'",
        "update tracked_session set created_at = now() - interval '1 year'",
        "insert into tracked_session (session_key) values ('mine')",
        "delete from tracked_session",
        "insert into session_hold_history (session_key, change, changed_by) values ('k', 'added', 'me')",
        "delete from session_hold_history",
        "delete from batch_job_instance",
        "delete from flyway_schema_history",
        "create table mine ()",
      })
  void jobIsDenied(String statement) {
    assertDenied("session_cleanup_job", statement);
  }

  @Test
  void jobCannotDisableTheTriggers() {
    assertThatThrownBy(
            () -> as("session_cleanup_job", "alter table session_audit disable trigger all"))
        .hasMessageContaining("must be owner of table session_audit");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "delete from session_audit",
        "update session_audit set outcome = 'missing'",
      })
  void jobCannotRewriteTheAudit(String statement) {
    as("session_cleanup_job", CLAIM);
    as(
        "session_cleanup_job",
        "update session_audit set attempts = 1, outcome = 'removed', evidence = 'confirmed'");

    assertThatThrownBy(() -> as("session_cleanup_job", statement))
        .hasMessageContaining("audit row 1 of session k");
  }

  @Test
  void trackerWritesItsRows() {
    as(
        "session_cleanup_tracker",
        """
        insert into tracked_session (session_key, account, status, created_at, updated_at)
        values ('t', 'acme', 'IDLE', now(), now())
        on conflict (session_key) do update set status = excluded.status, updated_at = now()
        """,
        "update tracked_session set status = 'STARTED' where session_key = 't'",
        "select session_key, settled_at from tracked_session",
        "select session_key, removed_at from removed_session",
        "select from flyway_schema_history",
        "select status_moves_on('IDLE', now(), 'STARTED', now())",
        "create temporary table copied ()",
        "delete from tracked_session where session_key = 't'");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "update tracked_session set settled_at = now()",
        "insert into tracked_session (session_key, settled_at) values ('t', now())",
        "select from session_hold",
        "select from session_hold_history",
        "insert into session_hold (session_key, reason) values ('k', 'r')",
        "select from session_audit",
        "select from cleanup_run",
        "select from planned_session",
        "select from report_run",
        "select * from slow_down('acme', now(), null, 5, '429')",
        "create table mine ()",
      })
  void trackerIsDenied(String statement) {
    assertDenied("session_cleanup_tracker", statement);
  }

  @Test
  void reporterReadsViewsAndTables() {
    as(
        "session_cleanup_reporter",
        "select from report_run",
        "select from report_daily",
        "select from report_session",
        "select from report_open_claim",
        "select from report_failure",
        "select * from report_run_progress",
        "select from report_run_event",
        "select from schema_compatibility",
        "select from report_month",
        "select from report_outcome",
        "select from report_doubt",
        "select from report_latency",
        "select from report_request",
        "select from report_reopen",
        "select from report_purge",
        "select from report_backlog",
        "select utc_instant('2026-11-01')",
        "select from audit_doubt",
        "select from live_process",
        "select from active_hold",
        "select from session_audit",
        "select from cleanup_run",
        "select from tracked_session",
        "select from session_hold",
        "select from session_hold_history",
        "select from removed_session",
        "select from session_reopen",
        "select from audit_purge",
        "select from cleanup_pace",
        "select from planned_session",
        "select sha256_hex(sealed_text(s)) from run_seal s",
        "select from late_row",
        "select from purged_row",
        "select from batch_job_execution",
        "select from flyway_schema_history");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "update tracked_session set settled_at = now()",
        "insert into session_hold (session_key, reason) values ('k', 'r')",
        "delete from session_audit",
        "select nextval('cleanup_process_id')",
        "select purge_session_audit(now(), 'me')",
        "select seal_next_run('default', 0)",
        "update run_seal set rows = 0",
        "select * from grant_slots('acme', 1, 1, 1, 5, '1 day', '{1}', '{0}', '{true}')",
      })
  void reporterIsDenied(String statement) {
    assertDenied("session_cleanup_reporter", statement);
  }

  @Test
  void ownerPurgesAndMigrates() {
    as(
        "session_cleanup_owner",
        "select purge_session_audit(now(), 'maria')",
        "create table migrated ()",
        "alter table session_audit add column added integer",
        "alter table batch_job_instance add column added integer",
        "insert into flyway_schema_history select * from flyway_schema_history where false",
        "create or replace view live_process as select 0 as process_id, 0 as backend_pid");
  }

  private String text(String query) {
    try (Connection connection = database.connection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      row.next();
      return row.getString(1);
    } catch (SQLException e) {
      throw new IllegalStateException(e.getMessage(), e);
    }
  }

  private void assertDenied(String role, String statement) {
    assertThatThrownBy(() -> as(role, statement)).hasMessageContaining(DENIED);
  }

  private void as(String role, String... statements) {
    try (Connection connection = database.connection();
        Statement statement = connection.createStatement()) {
      statement.execute("set role " + role);
      for (String sql : statements) {
        statement.execute(sql);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e.getMessage(), e);
    }
  }
}
