package dev.sessioncleanup.audit;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Records what was found out about claims. */
final class JdbcOutcomes {
  /**
   * Recorded are rows whose tracked session is free or gone: a lock of the tracking application
   * must not hold up the others. Doubt is read in the same statement that records, from the row
   * itself and from all others of the session.
   */
  private static final String RECORD =
      """
      with said as materialized (
        select s.* from unnest(:ids, :outcomes, :evidences, :answers, :proofs, :statuses, :details, :latencies)
          as s (audit_id, outcome, evidence, answers, proof, http_status, detail, latency_ms)
      ), tracked as materialized (
        select t.session_key
        from said s
        join session_audit a on a.audit_id = s.audit_id
        join tracked_session t on t.session_key = a.session_key
      ), free as materialized (
        select t.session_key from tracked_session t
        where t.session_key in (select k.session_key from tracked k)
        order by t.session_key
        for update skip locked
      ), recorded as (
        update session_audit a
        set outcome = case when s.outcome = 'missing' and %1$s then 'removed' else s.outcome end,
            evidence = case when s.outcome <> 'missing' then s.evidence
                            when %1$s then 'inferred' else 'confirmed' end,
            unanswered = greatest(0, a.unanswered - s.answers::integer),
            http_status = coalesce(s.http_status, a.http_status),
            detail = coalesce(s.detail, a.detail),
            latency_ms = coalesce(s.latency_ms, a.latency_ms),
            recorded_at = clock_timestamp(),
            revision = a.revision + 1
        from said s
        where a.audit_id = s.audit_id and a.outcome is null
          and (a.claimed_by = :process or s.proof)
          and (a.session_key in (select f.session_key from free f)
            or a.session_key not in (select k.session_key from tracked k))
        returning a.audit_id, a.session_key, a.outcome, a.evidence
      ), settled as (
        update tracked_session t
        set settled_at = clock_timestamp()
        from recorded r
        where t.session_key = r.session_key and t.settled_at is null
          and (r.outcome in ('removed', 'started', 'missing') or (r.outcome = 'not_idle' and r.evidence = 'confirmed'))
      )
      select r.audit_id, r.outcome, r.evidence from recorded r order by r.audit_id
      """
          .formatted(
              """
              (a.unanswered - s.answers::integer > 0 or exists (
                select from session_audit o
                where o.session_key = a.session_key and o.audit_id <> a.audit_id and o.unanswered > 0))""");

  /**
   * Asks for recorded_at and not for the outcome: the index of open claims would be read as a
   * whole.
   */
  private static final String NOTE =
      """
      update session_audit a
      set attempts = a.attempts - s.forfeited::integer,
          unanswered = greatest(0, a.unanswered - s.answered::integer),
          failures = a.failures + s.failures,
          http_status = coalesce(s.http_status, a.http_status),
          detail = coalesce(s.detail, a.detail),
          latency_ms = coalesce(s.latency_ms, a.latency_ms),
          revision = a.revision + 1
      from unnest(:ids, :revisions, :answered, :forfeited, :failures, :statuses, :details, :latencies)
        as s (audit_id, revision, answered, forfeited, failures, http_status, detail, latency_ms)
      where a.audit_id = s.audit_id and a.revision = s.revision and a.recorded_at is null and a.claimed_by = :process
      returning %s
      """
          .formatted(Sql.CLAIM_COLUMNS);

  private static final String RECORDED =
      """
      select a.audit_id, a.outcome, a.evidence from session_audit a
      where a.audit_id = any (:ids) and a.outcome is not null
      order by a.audit_id
      """;

  private static final String RECORDABLE =
      """
      select a.audit_id
      from session_audit a join unnest(:ids, :proofs) as s (audit_id, proof) using (audit_id)
      where a.outcome is null and (a.claimed_by = :process or s.proof)
      order by a.audit_id
      """;

  private final JdbcClient jdbc;
  private final int process;

  JdbcOutcomes(JdbcClient jdbc, int process) {
    this.jdbc = jdbc;
    this.process = process;
  }

  List<Recorded> record(Collection<Finding> findings) {
    return jdbc.sql(RECORD)
        .param("ids", column(findings, f -> f.claim().auditId(), Long[]::new))
        .param("outcomes", column(findings, f -> f.outcome().sql(), String[]::new))
        .param("evidences", column(findings, Finding::evidence, String[]::new))
        .param("answers", column(findings, Finding::answersSend, Boolean[]::new))
        .param("proofs", column(findings, Finding::provesItself, Boolean[]::new))
        .param("statuses", column(findings, Finding::httpStatus, Integer[]::new))
        .param("details", column(findings, Finding::detail, String[]::new))
        .param("latencies", column(findings, Finding::latencyMs, Integer[]::new))
        .param("process", process)
        .query((row, number) -> recorded(row.getLong(1), row.getString(2), row.getString(3)))
        .list();
  }

  Set<Long> recordable(Collection<Finding> findings) {
    return jdbc.sql(RECORDABLE)
        .param("ids", column(findings, f -> f.claim().auditId(), Long[]::new))
        .param("proofs", column(findings, Finding::provesItself, Boolean[]::new))
        .param("process", process)
        .query(Long.class)
        .set();
  }

  List<Claim> note(Collection<Note> notes) {
    return jdbc.sql(NOTE)
        .param("ids", column(notes, n -> n.claim().auditId(), Long[]::new))
        .param("revisions", column(notes, n -> n.claim().revision(), Integer[]::new))
        .param("answered", column(notes, Note::answered, Boolean[]::new))
        .param("forfeited", column(notes, Note::forfeited, Boolean[]::new))
        .param("failures", column(notes, Note::failures, Integer[]::new))
        .param("statuses", column(notes, Note::httpStatus, Integer[]::new))
        .param("details", column(notes, Note::detail, String[]::new))
        .param("latencies", column(notes, Note::latencyMs, Integer[]::new))
        .param("process", process)
        .query(Claim.class)
        .list();
  }

  List<Recorded> recorded(Collection<Long> auditIds) {
    return jdbc.sql(RECORDED)
        .param("ids", auditIds.toArray(Long[]::new))
        .query((row, number) -> recorded(row.getLong(1), row.getString(2), row.getString(3)))
        .list();
  }

  private static Recorded recorded(long auditId, String outcome, @Nullable String evidence) {
    return new Recorded(auditId, Outcome.of(outcome), "inferred".equals(evidence));
  }

  private static <T, C> C[] column(
      Collection<T> rows, Function<T, @Nullable C> value, IntFunction<C[]> array) {
    return rows.stream().map(value).toArray(array);
  }
}
