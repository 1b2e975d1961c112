package dev.sessioncleanup.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The statements that record outcomes and read them. */
final class RecordStatements {
  /** The audit may have lost a row of session a; without a tracked row its age is unknown. */
  private static final String NO_TRACE =
      """
      coalesce((select r.created_at from free r where r.session_key = a.session_key), '-infinity')
                  < (select d.created_before from doubt_before d)""";

  /**
   * Recorded are rows whose tracked session is free or gone: a lock of the tracking application
   * must not hold up the others. Doubt is read in the same statement that records, from the row
   * itself, from all others of the session, and from what the audit cannot know any more (view
   * doubt_before). A 404 says nothing about a session that is another account's by now.
   */
  private static final String RECORD =
      """
      with finding as materialized (
        select f.* from unnest(:ids, :outcomes, :evidences, :answers, :proofs, :implied, :failures, :statuses, :details,
                                :latencies)
          as f (audit_id, outcome, evidence, answers, proof, implied, failures, http_status, detail, latency_ms)
      ), tracked as materialized (
        select t.session_key
        from finding f
        join session_audit a on a.audit_id = f.audit_id
        join tracked_session t on t.session_key = a.session_key
      ), free as materialized (
        select t.session_key, t.account, t.created_at from tracked_session t
        where t.session_key in (select k.session_key from tracked k)
        order by t.session_key
        for update skip locked
      ), recorded as (
        update session_audit a
        set outcome = case when f.outcome <> 'missing' then f.outcome
                           when %2$s then 'failed' when %1$s then 'removed' else f.outcome end,
            evidence = case when f.outcome <> 'missing' then f.evidence
                            when %2$s then null when %1$s then 'inferred' else 'confirmed' end,
            unanswered = greatest(0, a.unanswered - f.answers::integer),
            failures = greatest(a.failures, f.failures),
            http_status = coalesce(f.http_status, a.http_status),
            detail = case when f.outcome = 'missing' and %2$s
                          then concat_ws('; ', f.detail, 'the tracking database names another account by now')
                          when f.outcome = 'missing' and %3$s
                          then concat_ws('; ', f.detail, 'a DELETE of ours may have left no trace in the audit')
                          else coalesce(f.detail, a.detail) end,
            latency_ms = coalesce(f.latency_ms, a.latency_ms),
            revision = a.revision + 1
        from finding f
        where a.audit_id = f.audit_id and a.outcome is null
          and (a.claimed_by = :process or f.proof)
          and (a.session_key in (select r.session_key from free r)
            or a.session_key not in (select k.session_key from tracked k))
        returning a.audit_id, a.run_id, a.session_key, a.outcome, a.evidence
      ), settled as (
        update tracked_session t
        set settled_at = clock_timestamp()
        from recorded r
        where t.session_key = r.session_key and t.settled_at is null
          and (r.outcome in ('removed', 'started', 'missing') or (r.outcome = 'not_idle' and r.evidence = 'confirmed'))
      )
      select r.audit_id, r.run_id, r.outcome, r.evidence from recorded r order by r.audit_id
      """
          .formatted(
              """
              (f.implied or a.unanswered - f.answers::integer > 0 or exists (
                select from session_audit o
                where o.session_key = a.session_key and o.audit_id <> a.audit_id
                  and (o.unanswered > 0 or o.outcome = 'removed'))
              or %s)"""
                  .formatted(NO_TRACE),
              "exists (select from free r where r.session_key = a.session_key and r.account <> a.account)",
              NO_TRACE);

  private static final String RECORDED =
      """
      select a.audit_id, a.run_id, a.outcome, a.evidence from session_audit a
      where a.audit_id = any (:ids) and a.outcome is not null
      order by a.audit_id
      """;

  private static final String RECORDABLE =
      """
      select a.audit_id
      from session_audit a join unnest(:ids, :proofs) as f (audit_id, proof) using (audit_id)
      where a.outcome is null and (a.claimed_by = :process or f.proof)
      order by a.audit_id
      """;

  private final JdbcClient jdbc;
  private final int process;

  RecordStatements(JdbcClient jdbc, int process) {
    this.jdbc = jdbc;
    this.process = process;
  }

  List<RecordedOutcome> record(Collection<Finding> findings) {
    return jdbc.sql(RECORD)
        .param("ids", Columns.of(findings, f -> f.claim().auditId(), Long[]::new))
        .param("outcomes", Columns.of(findings, f -> f.outcome().sql(), String[]::new))
        .param("evidences", Columns.of(findings, Finding::evidence, String[]::new))
        .param("answers", Columns.of(findings, f -> f.basis().answersDelete(), Boolean[]::new))
        .param("proofs", Columns.of(findings, Finding::provesItself, Boolean[]::new))
        .param("implied", Columns.of(findings, Finding::impliesRemoved, Boolean[]::new))
        .param("failures", Columns.of(findings, f -> f.claim().failures(), Integer[]::new))
        .param(
            "statuses",
            Columns.ofCall(findings, Finding::call, CallTrace::httpStatus, Integer[]::new))
        .param("details", Columns.of(findings, Finding::detail, String[]::new))
        .param(
            "latencies",
            Columns.ofCall(findings, Finding::call, CallTrace::latencyMs, Integer[]::new))
        .param("process", process)
        .query(RecordStatements::outcome)
        .list();
  }

  Set<Long> recordable(Collection<Finding> findings) {
    return jdbc.sql(RECORDABLE)
        .param("ids", Columns.of(findings, f -> f.claim().auditId(), Long[]::new))
        .param("proofs", Columns.of(findings, Finding::provesItself, Boolean[]::new))
        .param("process", process)
        .query(Long.class)
        .set();
  }

  List<RecordedOutcome> recorded(Collection<Long> auditIds) {
    return jdbc.sql(RECORDED)
        .param("ids", auditIds.toArray(Long[]::new))
        .query(RecordStatements::outcome)
        .list();
  }

  private static RecordedOutcome outcome(ResultSet row, int number) throws SQLException {
    return new RecordedOutcome(
        row.getLong(1),
        row.getLong(2),
        Outcome.of(row.getString(3)),
        "inferred".equals(row.getString(4)));
  }
}
