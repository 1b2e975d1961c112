package dev.sessioncleanup.explain;

import dev.sessioncleanup.settings.InvalidSettingException;
import dev.sessioncleanup.text.VisibleText;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What is recorded about one session.
 *
 * @param hold also one that has expired
 * @param audit the oldest row first
 */
record SessionHistory(
    String key,
    @Nullable Tracked tracked,
    @Nullable Hold hold,
    List<AuditRow> audit,
    List<Reopening> reopenings) {

  private static final String TRACKED =
      """
      select t.account, t.status, t.created_at, t.updated_at, t.settled_at from tracked_session t
      where t.session_key = :key
      """;

  private static final String HOLD =
      """
      select h.reason, h.held_by, h.held_at, case when isfinite(h.expires_at) then h.expires_at end as expires_at,
             h.session_key in (select a.session_key from active_hold a) as in_force
      from session_hold h where h.session_key = :key
      """;

  private static final String AUDIT =
      """
      select a.audit_id, a.run_id, r.kind, a.account, a.outcome, a.evidence, a.attempts, a.unanswered, a.http_status,
             a.detail, a.claimed_at, a.recorded_at, a.claimed_by,
             a.claimed_by in (select p.process_id from live_process p) as alive
      from session_audit a join cleanup_run r on r.run_id = a.run_id
      where a.session_key = :key
      order by a.audit_id
      """;

  private static final String REOPENINGS =
      """
      select r.reason, r.reopened_by, r.reopened_at from session_reopen r
      where r.session_key = :key
      order by r.reopen_id
      """;

  record Tracked(
      String account,
      String status,
      OffsetDateTime createdAt,
      @Nullable OffsetDateTime updatedAt,
      @Nullable OffsetDateTime settledAt) {}

  record Hold(
      @Nullable String reason,
      @Nullable String heldBy,
      @Nullable OffsetDateTime heldAt,
      @Nullable OffsetDateTime expiresAt,
      boolean inForce) {}

  /**
   * @param outcome null while the claim is open
   * @param alive whether the process that made the claim is
   */
  record AuditRow(
      long auditId,
      long runId,
      String kind,
      String account,
      @Nullable String outcome,
      @Nullable String evidence,
      int attempts,
      int unanswered,
      @Nullable Integer httpStatus,
      @Nullable String detail,
      OffsetDateTime claimedAt,
      @Nullable OffsetDateTime recordedAt,
      int claimedBy,
      boolean alive) {}

  record Reopening(String reason, String reopenedBy, OffsetDateTime reopenedAt) {}

  static SessionHistory read(JdbcClient jdbc, String key) {
    return new SessionHistory(
        key,
        one(jdbc, TRACKED, key, Tracked.class),
        one(jdbc, HOLD, key, Hold.class),
        jdbc.sql(AUDIT).param("key", key).query(AuditRow.class).list(),
        jdbc.sql(REOPENINGS).param("key", key).query(Reopening.class).list());
  }

  private static <T> @Nullable T one(JdbcClient jdbc, String sql, String key, Class<T> type) {
    return jdbc.sql(sql).param("key", key).query(type).optional().orElse(null);
  }

  boolean isUnknown() {
    return tracked == null && hold == null && audit.isEmpty() && reopenings.isEmpty();
  }

  /** The account whose run looks at the session: that of an open claim comes first. */
  Optional<String> account() {
    Optional<String> ofClaim =
        audit.stream().filter(row -> row.outcome() == null).map(AuditRow::account).findFirst();
    return ofClaim.isPresent() || tracked == null ? ofClaim : Optional.of(tracked.account());
  }

  /**
   * @throws InvalidSettingException when one of them is unknown
   */
  static void refuseUnknown(List<SessionHistory> all) {
    List<String> unknown =
        all.stream()
            .filter(SessionHistory::isUnknown)
            .map(history -> "'" + VisibleText.of(history.key()) + "'")
            .toList();
    if (!unknown.isEmpty()) {
      throw new InvalidSettingException(
          (unknown.size() == 1
                      ? "session %s is unknown: not tracked, not on hold, and no run has claimed it. Check the key"
                      : "sessions %s are unknown: not tracked, not on hold, and no run has claimed them. Check the keys")
                  .formatted(String.join(", ", unknown))
              + "; capital letters matter.");
    }
  }
}
