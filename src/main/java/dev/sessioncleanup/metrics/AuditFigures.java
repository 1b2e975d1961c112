package dev.sessioncleanup.metrics;

import dev.sessioncleanup.jdbc.Timestamps;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What only the database knows. */
final class AuditFigures {
  private static final Logger log = LoggerFactory.getLogger(AuditFigures.class);

  private final JdbcClient jdbc;

  AuditFigures(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Stale sessions without a final answer; {@code oldest} is null when there is none. */
  record Backlog(long count, @Nullable Instant oldest) {}

  /** When a run of the account was last complete; null when none was, or nobody knows. */
  @Nullable Instant lastSuccess(String account, String kind) {
    try {
      return jdbc.sql(
              """
              select max(finished_at) as at from cleanup_run
              where account = :account and kind = :kind and state = 'complete' and not dry_run
              """)
          .param("account", account)
          .param("kind", kind)
          .query((row, number) -> Optional.ofNullable(Timestamps.read(row, "at")))
          .single()
          .orElse(null);
    } catch (DataAccessException away) {
      log.debug("The last complete run is not known.", away);
      return null;
    }
  }

  /**
   * The sessions of the account that are older than the cutoff and could be deleted now; null when
   * the database does not answer.
   */
  @Nullable Backlog backlog(String account, Instant before) {
    try {
      return jdbc.sql(
              """
              select count(*) as sessions, min(t.created_at) as oldest from tracked_session t
              where t.account = :account and t.status = 'IDLE' and t.settled_at is null
                and t.created_at < :before
                and not exists (select from active_hold h where h.session_key = t.session_key)
              """)
          .param("account", account)
          .param("before", Timestamps.parameter(before))
          .query(
              (row, number) -> new Backlog(row.getLong("sessions"), Timestamps.read(row, "oldest")))
          .single();
    } catch (DataAccessException away) {
      log.debug("The backlog is not known.", away);
      return null;
    }
  }
}
