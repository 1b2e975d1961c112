package dev.sessioncleanup.section;

import dev.sessioncleanup.chart.BarChart;
import dev.sessioncleanup.chart.BarChart.Bar;
import dev.sessioncleanup.chart.BarChart.Series;
import dev.sessioncleanup.chart.Tone;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How long PAVE took to reply. */
final class LatencySection {
  /** Upper bounds, in ms; the last class has none. */
  private static final List<String> CLASSES =
      List.of("50 ms", "100 ms", "200 ms", "500 ms", "1 s", "2 s", "5 s", "10 s", "30 s", "more");

  private static final String PERCENTILES =
      """
      select l.replies, l.p[1], l.p[2], l.p[3], l.p[4], l.p[5]
      from (
        select count(*) as replies,
               percentile_disc(array[0.5, 0.9, 0.95, 0.99, 1]) within group (order by a.latency_ms) as p
        from session_audit a where {outcomes} and a.latency_ms is not null) as l
      where l.replies > 0
      """;

  private static final String HISTOGRAM =
      """
      select width_bucket(a.latency_ms - 1, array[50, 100, 200, 500, 1000, 2000, 5000, 10000, 30000]) as class, count(*)
      from session_audit a
      where {outcomes} and a.latency_ms is not null
      group by 1
      order by 1
      """;

  private LatencySection() {}

  static Section of(ScopeQuery query) {
    Section section = new Section("latency", "Latency of PAVE");
    List<@Nullable Object> row =
        query.sql(PERCENTILES).query(ScopeQuery.CELLS).optional().orElse(null);
    if (row == null) {
      return section.say("No reply was timed.");
    }
    section
        .say("The last reply about each session, from the request to its end.")
        .table(
            new PageTable(
                    "latency",
                    "Latency, ms",
                    "Replies | #Median | #90 % | #95 % | #99 % | #Longest")
                .row(row));
    Map<Integer, Long> counts = new HashMap<>();
    query
        .sql(HISTOGRAM)
        .query((each, number) -> Map.entry(each.getInt(1), each.getLong(2)))
        .list()
        .forEach(each -> counts.put(each.getKey(), each.getValue()));
    PageTable table =
        new PageTable("latency-histogram", "Replies by latency", "Up to | #Replies | #Share");
    List<Bar> bars = new ArrayList<>();
    long all = counts.values().stream().mapToLong(Long::longValue).sum();
    for (int i = 0; i < CLASSES.size(); i++) {
      long count = counts.getOrDefault(i, 0L);
      table.row(
          List.of(
              CLASSES.get(i), count, String.format(Locale.ROOT, "%.1f %%", count * 100.0 / all)));
      bars.add(new Bar(CLASSES.get(i).replace(" ms", ""), null, List.of((double) count)));
    }
    return section.chart(
        BarChart.named(
            "Replies by latency",
            "Bars, one for each class of latency, in ms up to 500 and in seconds above: the number of replies up to it. The table has the same figures.",
            new Series("replies, by latency up to (ms, from 1 s in seconds)", Tone.BAR),
            bars),
        table);
  }
}
