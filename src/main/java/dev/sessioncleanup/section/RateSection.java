package dev.sessioncleanup.section;

import dev.sessioncleanup.chart.BarChart;
import dev.sessioncleanup.chart.BarChart.Bar;
import dev.sessioncleanup.chart.BarChart.Ceiling;
import dev.sessioncleanup.chart.BarChart.Series;
import dev.sessioncleanup.chart.Tone;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
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
    Section section = new Section("rate", "Rate and ceiling");
    List<List<@Nullable Object>> accounts =
        step.bind(query.sql(BY_ACCOUNT)).query(ScopeQuery.CELLS).list();
    PageTable byAccount =
        new PageTable(
            "rate-by-account",
            "Rate by account",
            "Account",
            "#Ceiling, per second",
            "#Sessions called",
            "#Busiest minute, per second",
            "#Share of the ceiling",
            "#Asked to slow down");
    Double highest = null;
    for (List<@Nullable Object> account : accounts) {
      Double ceiling = (Double) account.get(1);
      Double busiest = (Double) account.get(3);
      highest = ceiling == null || (highest != null && highest > ceiling) ? highest : ceiling;
      List<@Nullable Object> cells = new ArrayList<>();
      cells.add(account.get(0));
      cells.add(rounded(ceiling));
      cells.add(account.get(2));
      cells.add(rounded(busiest));
      cells.add(share(busiest, ceiling));
      cells.add(account.get(4));
      byAccount.row(cells);
    }
    if (byAccount.isEmpty()) {
      return section.say("No run, so no calls.");
    }
    return section
        .say(
            "A session that was called counts once, when its outcome was recorded; repeated calls are not in these rates. Outcomes are recorded in batches, so a short peak may hold calls of the moment before. The ceiling is for one account, over all processes together.")
        .table(byAccount)
        .chart(chart(query, step, highest), table(query, step, highest));
  }

  private static PageTable table(ScopeQuery query, TimeStep step, @Nullable Double ceiling) {
    PageTable table =
        new PageTable(
            "rate-over-time",
            "Rate, each %s with a call (%s)".formatted(step.text(), step.zone()),
            "From",
            "#Sessions called",
            "#Busiest minute, per second",
            "#Share of the ceiling");
    byStep(query, step)
        .forEach(
            (start, row) -> {
              List<@Nullable Object> cells = new ArrayList<>();
              cells.add(step.label(start));
              cells.add(row.get(1));
              cells.add(rounded((Double) row.get(2)));
              cells.add(share((Double) row.get(2), ceiling));
              table.row(cells);
            });
    return table;
  }

  private static BarChart chart(ScopeQuery query, TimeStep step, @Nullable Double ceiling) {
    Map<Instant, List<@Nullable Object>> rows = new HashMap<>(byStep(query, step));
    List<Bar> bars = new ArrayList<>();
    for (Instant start : step.starts()) {
      List<@Nullable Object> row = rows.get(start);
      double perSecond = row == null ? 0 : (Double) Objects.requireNonNull(row.get(2));
      bars.add(new Bar(step.label(start), start, List.of(perSecond)));
    }
    return BarChart.overTime(
            "Rate against the ceiling",
            "Bars, one each %s: sessions called a second in its busiest minute. %s The table has the same figures."
                .formatted(
                    step.text(),
                    ceiling == null
                        ? "The ceiling is not known."
                        : "The dashed line is the ceiling, " + rounded(ceiling) + " a second."),
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

  private static @Nullable BigDecimal rounded(@Nullable Double value) {
    return value == null ? null : BigDecimal.valueOf(value).setScale(2, RoundingMode.HALF_UP);
  }

  private static @Nullable String share(@Nullable Double rate, @Nullable Double ceiling) {
    return rate == null || ceiling == null ? null : Math.round(rate / ceiling * 100) + " %";
  }
}
