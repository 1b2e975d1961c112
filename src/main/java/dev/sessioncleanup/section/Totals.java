package dev.sessioncleanup.section;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The outcomes of all that a page covers.
 *
 * @param sessions the sum of the outcomes and of open
 * @param attempts DELETE calls granted
 * @param unanswered DELETE calls whose effect at PAVE is unknown
 * @param purged rows that were purged; they are counted, but nothing else is known of them
 * @param first when the first outcome was recorded, null where there is none
 */
record Totals(
    long sessions,
    long removed,
    long started,
    long missing,
    long notIdle,
    long held,
    long failed,
    long open,
    long inferred,
    long attempts,
    long unanswered,
    long purged,
    @Nullable Instant first,
    @Nullable Instant last) {

  private static final String PERIOD =
      """
      select count(a.audit_id) + o.open as sessions,
             count(*) filter (where a.outcome = 'removed'), count(*) filter (where a.outcome = 'started'),
             count(*) filter (where a.outcome = 'missing'), count(*) filter (where a.outcome = 'not_idle'),
             count(*) filter (where a.outcome = 'held'), count(*) filter (where a.outcome = 'failed'),
             o.open, count(*) filter (where a.evidence = 'inferred'),
             coalesce(sum(a.attempts), 0)::bigint + o.attempts,
             coalesce(sum(a.unanswered), 0)::bigint + o.unanswered,
             0::bigint, min(a.recorded_at) as first_at, max(a.recorded_at) as last_at
      from (
        select count(*) as open, coalesce(sum(a.attempts), 0)::bigint as attempts,
               coalesce(sum(a.unanswered), 0)::bigint as unanswered
        from session_audit a where {claims}) as o
      left join session_audit a on {outcomes}
      group by o.open, o.attempts, o.unanswered
      """;

  private static final String RUNS =
      """
      select sum(r.sessions)::bigint, sum(r.removed)::bigint, sum(r.started)::bigint, sum(r.missing)::bigint,
             sum(r.not_idle)::bigint, sum(r.held)::bigint, sum(r.failed)::bigint, sum(r.open)::bigint,
             sum(r.inferred)::bigint, sum(r.attempts)::bigint, sum(r.unanswered)::bigint,
             sum(r.sessions)::bigint - max(n.rows), max(n.first_at) as first_at, max(n.last_at) as last_at
      from report_run r
      cross join (
        select count(*) as rows, min(a.recorded_at) as first_at, max(a.recorded_at) as last_at
        from session_audit a where a.run_id in (:runs)) as n
      where {runs}
      """;

  static Totals read(ScopeQuery query) {
    boolean period = query.scope() instanceof PageScope.Period;
    List<@Nullable Object> row = query.sql(period ? PERIOD : RUNS).query(ScopeQuery.CELLS).single();
    return new Totals(
        number(row, 0),
        number(row, 1),
        number(row, 2),
        number(row, 3),
        number(row, 4),
        number(row, 5),
        number(row, 6),
        number(row, 7),
        number(row, 8),
        number(row, 9),
        number(row, 10),
        number(row, 11),
        (Instant) row.get(12),
        (Instant) row.get(13));
  }

  private static long number(List<@Nullable Object> row, int column) {
    return row.get(column) instanceof Number number ? number.longValue() : 0;
  }

  boolean isEmpty() {
    return sessions == 0;
  }
}
