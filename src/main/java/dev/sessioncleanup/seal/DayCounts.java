package dev.sessioncleanup.seal;

import dev.sessioncleanup.jdbc.Timestamps;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Counts of past days, which reports read in place of the rows. */
final class DayCounts {
  /**
   * The days that reports of the period read: months are counted whole, shares compare with the
   * month before, the backlog with 30 days before.
   */
  private static final String DIFFERENT =
      """
      with d as (
        select u.day
        from (select day from counted_day union select day from day_count
              union select day from day_age union select day from day_created) u
        where (cast(:since as timestamptz) is null
               or u.day >= (least(month_start(month_start(:since) - interval '24 hours'),
                                  cast(:until as timestamptz) - interval '744 hours') at time zone 'UTC')::date)
          and (cast(:until as timestamptz) is null or u.day <= (month_end(:until) at time zone 'UTC')::date)
          and (cast(:run as bigint) is null or u.day in (
                 select c.day from day_count c where c.run_id = :run
                 union all
                 select (a.recorded_at at time zone 'UTC')::date from session_audit a
                 where a.run_id = :run and a.outcome is not null))
      )
      select x.day
      from (
        select d.day, b.account
        from d
        left join counted_day k on k.day = d.day
        cross join lateral (
          select 'rows' as what, a.account, a.run_id, a.outcome, coalesce(a.evidence, '') as evidence,
                 count(*) as rows, sum(a.attempts) as attempts
          from (select f.* from session_audit f
                where f.recorded_at >= day_start(d.day) and f.recorded_at < day_start(d.day + 1) offset 0) a
          where a.outcome is not null
          group by a.account, a.run_id, a.outcome, a.evidence
          union all
          select 'rows', c.account, c.run_id, c.outcome, c.evidence, -c.rows, -c.attempts from day_count c where c.day = d.day
          union all
          select 'ages', c.account, null, c.outcome, c.evidence, c.rows, 0 from day_count c where c.day = d.day and c.outcome = 'removed'
          union all
          select 'ages', g.account, null, 'removed', g.evidence, -g.rows, 0 from day_age g where g.day = d.day) b
        group by d.day, k.day, b.what, b.account, b.run_id, b.outcome, b.evidence
        having k.day is null or sum(b.rows) <> 0 or sum(b.attempts) <> 0
        union all
        select c.day, c.account
        from (select day, account, sum(rows) as rows from day_created where day in (select day from d) group by day, account) c
        left join (select day, account, sum(rows) as rows from day_count
                   where outcome in ('removed', 'started', 'missing') group by day, account) n using (day, account)
        where c.rows > coalesce(n.rows, 0)) x
      where cast(:account as text) is null or x.account = :account
      group by x.day
      order by x.day
      """;

  private DayCounts() {}

  /** Counts the next day that is over and not counted; returns it. */
  static Optional<LocalDate> next(JdbcClient jdbc) {
    return jdbc.sql("select c.day from count_day() as c (day) where c.day is not null")
        .query(LocalDate.class)
        .optional();
  }

  /** Days whose counts are not those of the rows. Reads all rows of the selection. */
  static List<LocalDate> different(JdbcClient jdbc, SealSelection selection) {
    return jdbc.sql(DIFFERENT)
        .param("since", Timestamps.parameter(selection.since()))
        .param("until", Timestamps.parameter(selection.until()))
        .param("account", selection.account())
        .param("run", selection.run())
        .query(LocalDate.class)
        .list();
  }
}
