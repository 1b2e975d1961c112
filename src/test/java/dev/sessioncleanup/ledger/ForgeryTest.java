package dev.sessioncleanup.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sessioncleanup.database.DatabaseTest;
import dev.sessioncleanup.database.JobLogin;
import dev.sessioncleanup.database.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What the job's login cannot write, even where somebody granted it every right on the tables. */
@DatabaseTest
class ForgeryTest {
  private static final String CLAIM =
      "insert into session_audit (run_id, session_key, claimed_by) values (1, 'k', 7)";
  private static final String GRANT =
      "update session_audit set attempts = attempts + 1, unanswered = unanswered + 1, revision = revision + 1";

  private final TestDatabase database = TestDatabase.migrated();
  private final JdbcClient superuser = JdbcClient.create(database.dataSource());
  private final JobLogin job = JobLogin.create(database);

  @BeforeEach
  void run() {
    superuser
        .sql(
            """
            insert into cleanup_run (kind, account, created_before) values ('nightly', 'acme', now());
            insert into tracked_session (session_key) values ('k')
            """)
        .update();
  }

  @AfterEach
  void close() {
    job.close();
    database.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "outcome, evidence) values (1, 'k', 'missing', 'confirmed'",
        "outcome) values (1, 'k', 'failed'",
        "outcome, recorded_at) values (1, 'k', 'failed', now() - interval '1 year'",
        "attempts) values (1, 'k', 3",
        "just_granted) values (1, 'k', true",
      })
  void auditRowStartsAsAnOpenClaim(String columns) {
    String insert = "insert into session_audit (run_id, session_key, " + columns + ")";

    assertThatThrownBy(() -> asJob(insert)).hasMessageContaining("permission denied");
    grantEverything();
    assertThatThrownBy(() -> asJob(insert))
        .hasMessageContaining("must start as an open claim without an attempt");
  }

  @Test
  void timeOfTheRecordIsTheServers() {
    grantEverything();

    asJob(
        CLAIM,
        """
        update session_audit
        set outcome = 'failed', recorded_at = now() - interval '1 year', claimed_at = now() - interval '1 year'
        """);

    assertThat(audit("recorded_at > now() - interval '1 minute'")).isEqualTo("t");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "unanswered = 0",
        "unanswered = 0, revision = revision + 1",
        "unanswered = 0, outcome = 'missing', evidence = 'confirmed', revision = revision + 1",
        "unanswered = 0, detail = '404'",
        "attempts = 0, unanswered = 0",
        "attempts = 0, unanswered = 0, claimed_by = 8, revision = revision + 1",
        "attempts = 0, unanswered = 0, outcome = 'failed', revision = revision + 1",
      })
  void doubtStaysWithoutAReplyOnRecord(String change) {
    grantEverything();
    asJob(CLAIM, GRANT);

    assertThatThrownBy(() -> asJob("update session_audit set " + change))
        .hasMessageContaining("stays unanswered without a reply on record");
    assertThat(audit("format('%s of %s', unanswered, attempts)")).isEqualTo("1 of 1");
  }

  @Test
  void sessionIsNotMissingWhileADeleteIsUnanswered() {
    asJob(CLAIM, GRANT);

    assertThatThrownBy(
            () -> asJob("update session_audit set outcome = 'missing', evidence = 'confirmed'"))
        .hasMessageContaining("a DELETE of ours may have removed it");
  }

  @Test
  void sessionIsNotMissingAfterAnUnansweredDeleteOfAnEarlierRun() {
    superuser
        .sql(
            "insert into cleanup_run (kind, account, created_before) values ('nightly', 'b', now())")
        .update();
    asJob(CLAIM, GRANT, "update session_audit set outcome = 'failed'");

    assertThatThrownBy(
            () ->
                asJob(
                    CLAIM.replace("(1, 'k'", "(2, 'k'"),
                    "update session_audit set outcome = 'missing', evidence = 'confirmed' where run_id = 2"))
        .hasMessageContaining("a DELETE of ours may have removed it");
  }

  @Test
  void replyAnswersOneDelete() {
    String reply =
        "update session_audit set detail = '429', revision = revision + 1, unanswered = ";
    asJob(CLAIM, GRANT, GRANT);

    assertThatThrownBy(() -> asJob(reply + "0")).hasMessageContaining("stays unanswered");
    asJob(reply + "1");

    assertThat(audit("format('%s of %s', unanswered, attempts)")).isEqualTo("1 of 2");
  }

  /** Only the next change of the row can take a grant back; later nobody knows what was sent. */
  @Test
  void grantIsTakenBackAtOnceOrNever() {
    String takeBack =
        "update session_audit set attempts = attempts - 1, unanswered = unanswered - 1, revision = revision + 1";
    asJob(CLAIM, GRANT, takeBack);
    assertThat(audit("format('%s of %s', unanswered, attempts)")).isEqualTo("0 of 0");

    asJob(GRANT, "update session_audit set claimed_by = 8, revision = revision + 1");
    assertThatThrownBy(() -> asJob(takeBack)).hasMessageContaining("stays unanswered");
    asJob(GRANT, takeBack);
    assertThatThrownBy(() -> asJob(takeBack)).hasMessageContaining("stays unanswered");
  }

  @Test
  void temporaryTableDoesNotReopenASession() {
    asJob(
        "create temporary table session_reopen as select 'k' as session_key from generate_series(1, 3)",
        CLAIM);

    assertThat(audit("generation")).isEqualTo("0");
  }

  @Test
  void temporaryTableDoesNotAllowADelete() {
    grantEverything();

    assertThatThrownBy(
            () ->
                asJob(
                    CLAIM,
                    "update session_audit set outcome = 'failed'",
                    """
                    create temporary table audit_purge as
                    select pg_current_xact_id() as transaction, true as deleting, now() + interval '1 day' as purged_before
                    """,
                    "delete from session_audit"))
        .hasMessageContaining("cannot be deleted");
  }

  @ParameterizedTest
  @ValueSource(strings = {"known_database", "audit_doubt"})
  void temporaryTableDoesNotHideARestore(String table) {
    asJob("select register_process(null, 'first')");
    superuser.sql("update known_database set timeline = '00000009'").update();

    asJob(
        "create temporary table %1$s as select * from public.%1$s limit 0".formatted(table),
        "select register_process(null, 'second')");

    assertThat(superuser.sql("select doubted_by from audit_doubt").query(String.class).list())
        .containsExactly("second");
  }

  /** All in one session and one transaction. */
  private void asJob(String... statements) {
    try (Connection connection = job.dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      for (String sql : statements) {
        statement.execute(sql);
      }
      connection.commit();
    } catch (SQLException e) {
      throw new IllegalStateException(Arrays.toString(statements) + ": " + e.getMessage(), e);
    }
  }

  private void grantEverything() {
    superuser.sql("grant all on all tables in schema public to session_cleanup_job").update();
  }

  private String audit(String expression) {
    return superuser
        .sql("select cast(%s as text) from session_audit".formatted(expression))
        .query(String.class)
        .single()
        .replace("true", "t");
  }
}
