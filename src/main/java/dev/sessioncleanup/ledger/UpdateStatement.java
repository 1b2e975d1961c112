package dev.sessioncleanup.ledger;

import dev.sessioncleanup.ledger.ClaimUpdate.SendEffect;
import java.util.Collection;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The statement that updates open claims. */
final class UpdateStatement {
  /**
   * Tests recorded_at and not the outcome: with the outcome PostgreSQL would read the whole index
   * of open claims.
   */
  private static final String UPDATE =
      """
      update session_audit a
      set attempts = a.attempts - u.not_sent::integer,
          unanswered = greatest(0, a.unanswered - u.no_effect::integer),
          failures = a.failures + u.failures,
          http_status = coalesce(u.http_status, a.http_status),
          detail = coalesce(u.detail, a.detail),
          latency_ms = coalesce(u.latency_ms, a.latency_ms),
          revision = a.revision + 1
      from unnest(:ids, :revisions, :no_effects, :not_sents, :failures, :statuses, :details, :latencies)
        as u (audit_id, revision, no_effect, not_sent, failures, http_status, detail, latency_ms)
      where a.audit_id = u.audit_id and a.revision = u.revision and a.recorded_at is null and a.claimed_by = :process
      returning %s
      """
          .formatted(Sql.CLAIM_COLUMNS);

  private final JdbcClient jdbc;
  private final int process;

  UpdateStatement(JdbcClient jdbc, int process) {
    this.jdbc = jdbc;
    this.process = process;
  }

  List<Claim> update(Collection<ClaimUpdate> updates) {
    return jdbc.sql(UPDATE)
        .param("ids", Columns.of(updates, u -> u.claim().auditId(), Long[]::new))
        .param("revisions", Columns.of(updates, u -> u.claim().revision(), Integer[]::new))
        .param(
            "no_effects",
            Columns.of(updates, u -> u.effect() != SendEffect.UNKNOWN, Boolean[]::new))
        .param(
            "not_sents",
            Columns.of(updates, u -> u.effect() == SendEffect.NOT_SENT, Boolean[]::new))
        .param("failures", Columns.of(updates, ClaimUpdate::failures, Integer[]::new))
        .param(
            "statuses",
            Columns.ofCall(updates, ClaimUpdate::call, CallTrace::httpStatus, Integer[]::new))
        .param(
            "details", Columns.ofCall(updates, ClaimUpdate::call, CallTrace::detail, String[]::new))
        .param(
            "latencies",
            Columns.ofCall(updates, ClaimUpdate::call, CallTrace::latencyMs, Integer[]::new))
        .param("process", process)
        .query(Claim.class)
        .list();
  }
}
