package dev.sessioncleanup.section;

import dev.sessioncleanup.chart.BarChart;
import dev.sessioncleanup.chart.BarChart.Bar;
import dev.sessioncleanup.chart.BarChart.Ceiling;
import dev.sessioncleanup.chart.BarChart.Series;
import dev.sessioncleanup.chart.Tone;
import dev.sessioncleanup.text.Rates;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The rate that was kept. The audit has no time of each call: a session that was called counts
 * once, when its outcome was recorded.
 */
final class RateSection {
  /** Minutes, or the steps themselves where they are shorter. */
  private static final String MINUTES =
      """
      with minutes as (
        select a.account, date_bin(least(cast(:step as interval), interval '1 minute'), a.recorded_at, :origin) as minute,
               count(*)::double precision
                 / extract(epoch from least(cast(:step as interval), interval '1 minute'))::double precision as per_second,
               count(*) as calls
        from session_audit a
        where {outcomes} and a.attempts > 0
        group by 1, 2)
      """;

  private static final String BY_STEP =
      MINUTES
          + """
          select date_bin(cast(:step as interval), m.minute, :origin) as step, sum(m.calls)::bigint, max(m.per_second)
          from minutes m
          group by 1
          order by 1
          """;

  /** The highest ceiling of the account's runs, with what an operator has set. */
  private static final String BY_ACCOUNT =
      MINUTES
          + """
          , ceilings as (
            select r.account, sum(r.throttled)::bigint as throttled,
                   max(greatest(r.rate_per_second,
                     split_part(r.options ->> 'rate', '/', 1)::double precision
                       / case split_part(r.options ->> 'rate', '/', 2) when 's' then 1 when 'm' then 60 else 3600 end,
                     (select max(e.rate) from run_event e where e.run_id = r.run_id))) as ceiling
            from cleanup_run r
            where {runs}
            group by r.account)
          select c.account, c.ceiling, p.calls, p.busiest, c.throttled
          from ceilings c
          left join (
            select m.account, sum(m.calls)::bigint as calls, max(m.per_second) as busiest from minutes m group by 1) p
            on p.account = c.account
          order by c.account
          """;

  private RateSection() {}

  static Section of(ScopeQuery query, TimeStep step) {
    List<List<@Nullable Object>> accounts =
        step.bind(query.sql(BY_ACCOUNT)).query(ScopeQuery.CELLS).list();
    PageTable byAccount =
        new PageTable(
            "rate-by-account",
            "Rate by account",
            "Account | #Ceiling, per second | #Sessions called | #Busiest minute, per second | #Share of the ceiling | #Asked to slow down");
    Double highest = null;
    for (List<@Nullable Object> account : accounts) {
      Double ceiling = (Double) account.get(1);
      Double busiest = (Double) account.get(3);
      highest = ceiling == null || (highest != null && highest > ceiling) ? highest : ceiling;
      byAccount.row(
          Arrays.asList(
              account.get(0),
              Rates.rounded(ceiling),
              account.get(2),
              Rates.rounded(busiest),
              Rates.share(busiest, ceiling),
              account.get(4)));
    }
    if (byAccount.isEmpty()) {
      return new Section("rate", "Rate and ceiling").say("No run, so no calls.");
    }
    Map<Instant, List<@Nullable Object>> rows = byStep(query, step);
    return new Section("rate", "Rate and ceiling")
        .say(
            "A session that was called counts once, when its outcome was recorded; repeated calls are not in these rates. Outcomes are recorded in batches, so a short peak may hold calls of the moment before. The ceiling is for one account, over all processes together.")
        .table(byAccount)
        .chart(chart(rows, step, highest), table(rows, step, highest));
  }

  private static PageTable table(
      Map<Instant, List<@Nullable Object>> rows, TimeStep step, @Nullable Double ceiling) {
    PageTable table =
        new PageTable(
            "rate-over-time",
            "Rate, each %s with a call (%s)".formatted(step.text(), step.zone()),
            "From | #Sessions called | #Busiest minute, per second | #Share of the ceiling");
    rows.forEach(
        (start, row) ->
            table.row(
                Arrays.asList(
                    step.label(start),
                    row.get(1),
                    Rates.rounded((Double) row.get(2)),
                    Rates.share((Double) row.get(2), ceiling))));
    return table;
  }

  private static BarChart chart(
      Map<Instant, List<@Nullable Object>> rows, TimeStep step, @Nullable Double ceiling) {
    List<Bar> bars = new ArrayList<>();
    for (Instant start : step.starts()) {
      List<@Nullable Object> row = rows.get(start);
      double perSecond = row == null ? 0 : (Double) Objects.requireNonNull(row.get(2));
      bars.add(new Bar(step.label(start), start, List.of(perSecond)));
    }
    String line =
        ceiling == null
            ? "The ceiling is not known."
            : "The dashed line is the ceiling, " + Rates.rounded(ceiling) + " a second.";
    return BarChart.overTime(
            "Rate against the ceiling",
            "Bars, one each %s: sessions called a second in its busiest minute. %s The table has the same figures."
                .formatted(step.text(), line),
            List.of(new Series("sessions called a second, in the busiest minute", Tone.BAR)),
            bars,
            step.length())
        .under(ceiling == null ? null : new Ceiling("ceiling", ceiling));
  }

  private static Map<Instant, List<@Nullable Object>> byStep(ScopeQuery query, TimeStep step) {
    Map<Instant, List<@Nullable Object>> rows = new TreeMap<>();
    step.bind(query.sql(BY_STEP))
        .query(ScopeQuery.CELLS)
        .list()
        .forEach(row -> rows.put((Instant) Objects.requireNonNull(row.getFirst()), row));
    return rows;
  }
}
