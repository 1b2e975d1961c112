package dev.sessioncleanup.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sessioncleanup.database.DatabaseTest;
import dev.sessioncleanup.database.TestDatabase;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Constraints that the database enforces for every user; these tests write as superuser. */
@DatabaseTest
class AuditConstraintsTest {
  private final TestDatabase database = TestDatabase.migrated();
  private final JdbcClient jdbc = JdbcClient.create(database.dataSource());

  @BeforeEach
  void threeRuns() {
    jdbc.sql(
            """
            insert into cleanup_run (kind, account, created_before)
            select 'nightly', 'acme', now() from generate_series(1, 3)
            """)
        .update();
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void sessionHasOneOpenClaim() {
    claim(1, "k");

    assertThatThrownBy(() -> claim(2, "k"))
        .isInstanceOf(DuplicateKeyException.class)
        .hasMessageContaining("session_audit_one_open_claim");
    assertThatCode(() -> claim(2, "other")).doesNotThrowAnyException();
  }

  @Test
  void sessionHasOneRowInARun() {
    recorded(1, "k", "failed");

    assertThatThrownBy(() -> claim(1, "k")).hasMessageContaining("session_audit_once_a_run");
    assertThatCode(() -> claim(2, "k")).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource({
    "removed, removed",
    "removed, missing",
    "missing, removed",
    "started, removed",
    "missing, started",
  })
  void sessionHasOneFinalOutcome(String first, String second) {
    recorded(1, "k", first);
    claim(2, "k");

    assertThatThrownBy(() -> record(2, "k", second))
        .isInstanceOf(DuplicateKeyException.class)
        .hasMessageContaining("session_audit_one_final_outcome");
  }

  @Test
  void reopenedSessionMayHaveOneMoreFinalOutcome() {
    recorded(1, "k", "missing");
    reopen("k");
    recorded(2, "k", "removed");

    assertThatThrownBy(() -> recorded(3, "k", "removed"))
        .hasMessageContaining("session_audit_one_final_outcome");
  }

  @Test
  void reopenedOtherSessionChangesNothing() {
    recorded(1, "k", "missing");
    reopen("other");

    assertThatThrownBy(() -> recorded(2, "k", "removed"))
        .hasMessageContaining("session_audit_one_final_outcome");
  }

  @Test
  void writerCannotClaimToHaveBeenReopened() {
    recorded(1, "k", "missing");

    assertThatThrownBy(
            () ->
                jdbc.sql(
                        """
                        insert into session_audit (run_id, session_key, outcome, evidence, generation)
                        values (2, 'k', 'removed', 'confirmed', 7)
                        """)
                    .update())
        .hasMessageContaining("session_audit_one_final_outcome");
    claim(3, "k");
    assertThatThrownBy(() -> jdbc.sql("update session_audit set generation = 7").update())
        .isInstanceOf(DataIntegrityViolationException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"failed", "held", "not_idle"})
  void nonFinalOutcomeMayRepeat(String outcome) {
    recorded(1, "k", outcome);
    recorded(2, "k", outcome);
    recorded(3, "k", "removed");

    assertThat(count()).isEqualTo(3);
  }

  @Test
  void openRowIsUpdatedAndRecordedOnce() {
    claim(1, "k");
    jdbc.sql("update session_audit set attempts = 1, unanswered = 1, claimed_by = 9").update();
    record(1, "k", "removed");

    assertThat(jdbc.sql("select recorded_at from session_audit").query(Instant.class).single())
        .isNotNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "outcome = 'missing'",
        "outcome = null, evidence = null, recorded_at = null",
        "detail = 'otherwise'",
        "unanswered = 0",
        "outcome = outcome",
      })
  void recordedRowIsNeverUpdated(String change) {
    recorded(1, "k", "removed");

    assertThatThrownBy(() -> jdbc.sql("update session_audit set " + change).update())
        .isInstanceOf(DataIntegrityViolationException.class)
        .hasMessageContaining("audit row 1 of session k is recorded and cannot be changed");
  }

  @ParameterizedTest
  @ValueSource(strings = {"run_id = 2", "session_key = 'other'", "account = 'other'"})
  void openRowStaysWithItsRunAndItsSession(String change) {
    claim(1, "k");

    assertThatThrownBy(() -> jdbc.sql("update session_audit set " + change).update())
        .hasMessageContaining("stays with its run and its session");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "outcome = 'gone', evidence = 'confirmed'",
        "outcome = 'removed'",
        "evidence = 'confirmed'",
        "outcome = 'removed', evidence = 'guessed'",
        "unanswered = 1",
        "recorded_at = now()",
      })
  void inconsistentRowIsRefused(String change) {
    claim(1, "k");

    assertThatThrownBy(() -> jdbc.sql("update session_audit set " + change).update())
        .isInstanceOf(DataIntegrityViolationException.class)
        .hasMessageContaining("violates check constraint");
  }

  @Test
  void claimWithoutAnAttemptIsReleased() {
    claim(1, "k");

    assertThat(jdbc.sql("delete from session_audit").update()).isOne();
  }

  @Test
  void claimWithAnAttemptIsNeverDeleted() {
    claim(1, "k");
    jdbc.sql("update session_audit set attempts = 1").update();

    assertThatThrownBy(() -> jdbc.sql("delete from session_audit").update())
        .hasMessageContaining("cannot be deleted");
  }

  @Test
  void recordedRowIsNeverDeleted() {
    recorded(1, "k", "held");

    assertThatThrownBy(() -> jdbc.sql("delete from session_audit").update())
        .isInstanceOf(DataIntegrityViolationException.class)
        .hasMessageContaining("cannot be deleted");
  }

  @Test
  void auditIsNeverTruncated() {
    assertThatThrownBy(() -> jdbc.sql("truncate session_audit").update())
        .hasMessageContaining("session_audit cannot be truncated");
    assertThatThrownBy(() -> jdbc.sql("truncate cleanup_run cascade").update())
        .hasMessageContaining("session_audit cannot be truncated");
  }

  private void claim(long run, String session) {
    jdbc.sql("insert into session_audit (run_id, session_key) values (:run, :session)")
        .param("run", run)
        .param("session", session)
        .update();
  }

  private void record(long run, String session, String outcome) {
    jdbc.sql(
            """
            update session_audit set outcome = :outcome, evidence = 'confirmed'
            where run_id = :run and session_key = :session
            """)
        .param("run", run)
        .param("session", session)
        .param("outcome", outcome)
        .update();
  }

  private void recorded(long run, String session, String outcome) {
    claim(run, session);
    record(run, session, outcome);
  }

  private void reopen(String session) {
    jdbc.sql(
            """
            insert into session_reopen (session_key, reason, reopened_by)
            values (:session, 'wrong key', 'maria')
            """)
        .param("session", session)
        .update();
  }

  private long count() {
    return jdbc.sql("select count(*) from session_audit").query(Long.class).single();
  }
}
