package dev.sessioncleanup.cli;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A row of {@code session_audit}. */
record SessionAuditRow(
    long runId,
    String sessionKey,
    @Nullable String outcome,
    @Nullable String evidence,
    int attempts,
    int unanswered,
    int failures,
    @Nullable Integer httpStatus,
    @Nullable String detail) {
  /** In the order of their ids. */
  static List<SessionAuditRow> all(JdbcClient jdbc) {
    return jdbc.sql(
            """
            select run_id, session_key, outcome, evidence, attempts, unanswered, failures, http_status, detail
            from session_audit order by audit_id
            """)
        .query(SessionAuditRow.class)
        .list();
  }
}
