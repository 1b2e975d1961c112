package dev.sessioncleanup.audit;

import dev.sessioncleanup.database.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A database with tracked sessions and a run, for tests that ask the ledger itself. */
final class LedgerTable implements AutoCloseable {
  static final Duration FLOOR = Duration.ofHours(24);
  final TestDatabase database = TestDatabase.migrated();
  final JdbcClient jdbc = JdbcClient.create(database.dataSource());

  long run() {
    return jdbc.sql(
            """
            insert into cleanup_run (kind, account, created_before, state)
            values ('nightly', 'default', now() - interval '7 days', 'running') returning run_id
            """)
        .query(Long.class)
        .single();
  }

  Ledger ledger(int process) {
    return new JdbcLedger(jdbc, process);
  }

  /** Older than seven days, in the default account. */
  static Selection selection(long run) {
    return new Selection(run, "default", null, Instant.now().minus(Duration.ofDays(7)), FLOOR);
  }

  LedgerTable track(String key, String age) {
    return track(key, age, "default", "IDLE");
  }

  LedgerTable track(String key, String age, String account, String status) {
    jdbc.sql(
            """
            insert into tracked_session (session_key, created_at, account, status)
            values (:key, now() - cast(:age as interval), :account, :status)
            """)
        .param("key", key)
        .param("age", age)
        .param("account", account)
        .param("status", status)
        .update();
    return this;
  }

  LedgerTable hold(String key, @Nullable String expiresIn) {
    jdbc.sql(
            """
            insert into session_hold (session_key, reason, expires_at)
            values (:key, 'a customer asked', now() + cast(:expires as interval))
            """)
        .param("key", key)
        .param("expires", expiresIn)
        .update();
    return this;
  }

  /** A row of a run of its own, recorded by nobody who is still there. */
  LedgerTable recorded(String key, String outcome, int unanswered) {
    boolean proven = List.of("removed", "started", "missing", "not_idle").contains(outcome);
    jdbc.sql(
            """
            insert into session_audit (run_id, session_key, outcome, evidence, attempts, unanswered)
            values (:run, :key, :outcome, :evidence, 5, :unanswered)
            """)
        .param("run", run())
        .param("key", key)
        .param("outcome", outcome)
        .param("evidence", proven ? "confirmed" : null)
        .param("unanswered", unanswered)
        .update();
    return this;
  }

  /** What a grant leaves behind. */
  Claim granted(Ledger ledger, Claim claim) {
    jdbc.sql(
            """
            update session_audit set attempts = attempts + 1, unanswered = unanswered + 1, revision = revision + 1
            where audit_id = ?
            """)
        .param(claim.auditId())
        .update();
    Claim now = ledger.readBack(List.of(claim.auditId())).get(claim.auditId());
    if (now == null) {
      throw new AssertionError("not this process's: " + claim);
    }
    return now;
  }

  String outcome(Claim claim) {
    return jdbc.sql(
            """
            select concat_ws(', ', coalesce(outcome, 'open'), evidence) from session_audit where audit_id = ?
            """)
        .param(claim.auditId())
        .query(String.class)
        .single();
  }

  boolean settled(String key) {
    return jdbc.sql("select settled_at is not null from tracked_session where session_key = ?")
        .param(key)
        .query(Boolean.class)
        .single();
  }

  @Override
  public void close() {
    database.close();
  }
}
