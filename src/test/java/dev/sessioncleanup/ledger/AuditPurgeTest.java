package dev.sessioncleanup.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sessioncleanup.database.DatabaseTest;
import dev.sessioncleanup.database.TestDatabase;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The only way to delete recorded rows from the audit. */
@DatabaseTest
class AuditPurgeTest {
  private final TestDatabase database = TestDatabase.migrated();
  private final JdbcClient jdbc = JdbcClient.create(database.dataSource());

  @BeforeEach
  void oldAndNewRows() {
    jdbc.sql(
            """
            insert into cleanup_run (kind, account, created_before, state) values ('nightly', 'acme', now(), 'complete');
            insert into tracked_session (session_key, settled_at)
            values ('old settled', now()), ('old unsettled', null), ('old open', null);
            insert into session_audit (run_id, session_key, outcome, attempts, unanswered, evidence, recorded_at)
            values (1, 'old settled', 'removed', 1, 0, 'confirmed', now() - interval '500 days'),
                   (1, 'old untracked', 'removed', 1, 0, 'confirmed', now() - interval '500 days'),
                   (1, 'old unsettled', 'failed', 2, 2, null, now() - interval '500 days'),
                   (1, 'old open', null, 1, 1, null, null),
                   (1, 'new', 'removed', 1, 0, 'confirmed', now() - interval '1 day');
            """)
        .update();
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void purgeRemovesRowsPastRetention() {
    assertThat(purge()).isEqualTo(2);
    assertThat(sessions()).doesNotContain("old settled", "old untracked").contains("new");
  }

  @Test
  void purgeKeepsOpenClaimsAndTheDoubtAboutUnsettledSessions() {
    purge();

    assertThat(sessions()).contains("old unsettled", "old open");
  }

  @Test
  void purgeIsRecorded() {
    purge();

    assertThat(jdbc.sql("select purged_by, purged_rows from audit_purge").query().singleRow())
        .containsEntry("purged_by", "maria")
        .containsEntry("purged_rows", 2L);
  }

  @Test
  void deleteIsStillRefusedAfterAPurge() {
    purge();

    assertThatThrownBy(
            () -> jdbc.sql("delete from session_audit where outcome = 'failed'").update())
        .hasMessageContaining("cannot be deleted");
  }

  @Test
  void purgeWithAFutureDateIsRefused() {
    assertThatThrownBy(
            () ->
                jdbc.sql("select purge_session_audit(now() + interval '1 day', 'maria')")
                    .query(Long.class)
                    .single())
        .hasMessageContaining("retention must lie in the past");
  }

  private long purge() {
    return jdbc.sql("select purge_session_audit(now() - interval '400 days', 'maria')")
        .query(Long.class)
        .single();
  }

  private List<String> sessions() {
    return jdbc.sql("select session_key from session_audit order by session_key")
        .query(String.class)
        .list();
  }
}
