package dev.sessioncleanup.seal;

import dev.sessioncleanup.jdbc.Timestamps;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Counts of past days, which reports read in place of the rows. */
final class DayCounts {
  private static final String DIFFERENT =
      """
      select d.day
      from counted_day d
      cross join lateral (
        select a.account, a.run_id, a.outcome, coalesce(a.evidence, '') as evidence, count(*) as rows, sum(a.attempts) as attempts
        from (select f.* from session_audit f
              where f.recorded_at >= day_start(d.day) and f.recorded_at < day_start(d.day + 1) offset 0) a
        group by 1, 2, 3, 4
        union all
        select c.account, c.run_id, c.outcome, c.evidence, -c.rows, -c.attempts from day_count c where c.day = d.day) as both_ways
      where (cast(:since as timestamptz) is null or day_start(d.day + 1) > :since)
        and (cast(:until as timestamptz) is null or day_start(d.day) < :until)
        and (cast(:account as text) is null or both_ways.account = :account)
      group by d.day, both_ways.account, both_ways.run_id, both_ways.outcome, both_ways.evidence
      having sum(both_ways.rows) <> 0 or sum(both_ways.attempts) <> 0
      order by d.day
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
    if (selection.run() != null) {
      return List.of();
    }
    return jdbc
        .sql(DIFFERENT)
        .param("since", Timestamps.parameter(selection.since()))
        .param("until", Timestamps.parameter(selection.until()))
        .param("account", selection.account())
        .query(LocalDate.class)
        .list()
        .stream()
        .distinct()
        .toList();
  }
}
