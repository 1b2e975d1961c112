package dev.sessioncleanup.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code db/roles.sql} allows, and what it does not. */
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
  void rolesAreMadeBeforeThereAreTables() throws Exception {
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
        "select * from grant_slots('acme', 1, 1, 1, 5, '1 day', '{1}', '{0}', '{true}')",
        "update session_audit set attempts = 1",
        "update session_audit set outcome = 'removed', evidence = 'confirmed'",
        "update tracked_session set settled_at = now()",
        "update cleanup_run set state = 'complete'",
        "update cleanup_pace set held_until = now(), fell_at = now()",
        "select slow_down('acme', now(), null, 5, '429')",
        "select pg_advisory_lock('session_audit'::regclass::oid::integer, 1)");
  }

  @Test
  void jobReleasesAClaimWithoutAnAttempt() {
    as("session_cleanup_job", CLAIM, "delete from session_audit where session_key = 'k'");
  }

  @Test
  void jobKeepsSpringBatchsBooks() {
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
        "insert into session_reopen (session_key, reason, reopened_by) values ('k', 'r', 'maria')",
        "select from report_run");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "select purge_session_audit(now(), 'me')",
        "insert into audit_purge (purged_before, purged_by) values (now(), 'me')",
        "truncate session_audit",
        "delete from cleanup_run",
        "delete from session_reopen",
        "update tracked_session set status = 'IDLE'",
        "update tracked_session set created_at = now() - interval '1 year'",
        "insert into tracked_session (session_key) values ('mine')",
        "delete from tracked_session",
        "delete from batch_job_instance",
        "delete from flyway_schema_history",
        "create table mine ()",
      })
  void jobMayNot(String statement) {
    assertDenied("session_cleanup_job", statement);
  }

  @Test
  void jobMayNotSwitchTheTriggersOff() {
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
  void trackerKeepsItsRows() {
    as(
        "session_cleanup_tracker",
        """
        insert into tracked_session (session_key, account, status, created_at, updated_at)
        values ('t', 'acme', 'IDLE', now(), now())
        on conflict (session_key) do update set status = excluded.status, updated_at = now()
        """,
        "update tracked_session set status = 'STARTED' where session_key = 't'",
        "select session_key, settled_at from tracked_session",
        "delete from tracked_session where session_key = 't'");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "update tracked_session set settled_at = now()",
        "insert into tracked_session (session_key, settled_at) values ('t', now())",
        "select from session_hold",
        "insert into session_hold (session_key, reason) values ('k', 'r')",
        "select from session_audit",
        "select from cleanup_run",
        "select from report_run",
        "select * from slow_down('acme', now(), null, 5, '429')",
        "create table mine ()",
      })
  void trackerMayNot(String statement) {
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
        "select from report_process",
        "select from session_audit",
        "select from cleanup_run",
        "select from tracked_session",
        "select from session_hold",
        "select from session_reopen",
        "select from audit_purge",
        "select from cleanup_pace",
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
        "select * from grant_slots('acme', 1, 1, 1, 5, '1 day', '{1}', '{0}', '{true}')",
      })
  void reporterMayNot(String statement) {
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
        "create or replace view report_process as select 0::bigint as process_id, 0 as backend_pid");
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
