package dev.sessioncleanup.pacing;

import static dev.sessioncleanup.pacing.PaceFixture.deletes;
import static dev.sessioncleanup.pacing.PaceFixture.granted;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sessioncleanup.database.DatabaseTest;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Granting must not slow down with the number of claims, whatever the statistics say. */
@DatabaseTest
class GrantScanTest {
  private static final int OPEN = 1_000;
  private static final int ROUNDS = 12;
  private static final int BATCH = 10;
  private final PaceFixture fixture = new PaceFixture();

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void grantReadsTheClaimsAskedForAndNoOthers() {
    // The statistics are of a time when no claim was open.
    fixture.jdbc.sql("update session_audit set outcome = 'held'").update();
    fixture.jdbc.sql("analyze session_audit").update();
    claimMore();
    JdbcRateLimiter slots = fixture.slots(1000);

    List<Long> granted = new ArrayList<>();
    fixture.jdbc.sql("begin").update();
    for (int round = 0; round < ROUNDS; round++) {
      long first = PaceFixture.CLAIMS + 1L + (long) round * BATCH;
      granted.addAll(granted(slots.ask(deletes(first, first + BATCH - 1), GrantLead.SHORTEST)));
    }

    assertThat(granted).hasSizeGreaterThanOrEqualTo(BATCH);
    // Each claim is read to be judged and to be changed, and its old version may be seen as well.
    assertThat(rowsRead()).isLessThan(6L * ROUNDS * BATCH).isLessThan(OPEN);
    fixture.jdbc.sql("rollback").update();
  }

  private void claimMore() {
    fixture
        .jdbc
        .sql(
            """
            with tracked as (
              insert into tracked_session (session_key, created_at)
              select 'MORE-' || lpad(i::text, 10, '0'), now() - interval '30 days'
              from generate_series(1, :claims) i
              returning session_key)
            insert into session_audit (run_id, session_key, claimed_by)
            select 1, session_key, 7 from tracked order by session_key
            """)
        .param("claims", OPEN)
        .update();
  }

  /** The rows of the audit table that this transaction read. */
  private long rowsRead() {
    return fixture
        .jdbc
        .sql(
            """
            select seq_tup_read + coalesce(idx_tup_fetch, 0)
            from pg_stat_xact_user_tables where relname = 'session_audit'
            """)
        .query(Long.class)
        .single();
  }
}
