package dev.sessioncleanup.section;

import dev.sessioncleanup.chart.BarChart;
import dev.sessioncleanup.chart.BarChart.Bar;
import dev.sessioncleanup.chart.BarChart.Series;
import dev.sessioncleanup.chart.Tone;
import dev.sessioncleanup.text.FormattedText;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What became of the sessions, and when. */
final class OutcomeSection {
  private static final List<Series> OUTCOMES =
      List.of(
          new Series("removed", Tone.REMOVED),
          new Series("started", Tone.STARTED),
          new Series("missing", Tone.MISSING),
          new Series("not idle", Tone.NOT_IDLE),
          new Series("on hold", Tone.HELD),
          new Series("failed", Tone.FAILED));

  private static final String BY_STEP =
      """
      select date_bin(cast(:step as interval), a.recorded_at, :origin) as step,
             count(*) filter (where a.outcome = 'removed'), count(*) filter (where a.outcome = 'started'),
             count(*) filter (where a.outcome = 'missing'), count(*) filter (where a.outcome = 'not_idle'),
             count(*) filter (where a.outcome = 'held'), count(*) filter (where a.outcome = 'failed')
      from session_audit a
      where {outcomes}
      group by 1
      order by 1
      """;

  private OutcomeSection() {}

  static Section of(ScopeQuery query, Totals totals, TimeStep step) {
    Section section = new Section("outcomes", "Outcomes");
    if (totals.isEmpty()) {
      return section.say("No session was claimed, and no outcome recorded.");
    }
    if (totals.purged() > 0) {
      section.say(
          "%s audit rows of this page have been purged. They count in the totals; times, latency, failures and doubts are those of the rows that are left."
              .formatted(FormattedText.of(totals.purged())));
    }
    section.table(totals(totals));
    Map<Instant, List<Object>> counts = counts(query, step);
    PageTable table =
        new PageTable(
            "outcomes-over-time",
            "Outcomes, each %s in which one was recorded (%s)".formatted(step.text(), step.zone()),
            "From | #Removed | #Started | #Missing | #Not idle | #On hold | #Failed");
    List<Bar> bars = new ArrayList<>();
    for (Instant start : step.starts()) {
      List<Object> row = counts.get(start);
      if (row != null) {
        List<Object> cells = new ArrayList<>(row);
        cells.set(0, step.label(start));
        table.row(cells);
      }
      bars.add(new Bar(step.label(start), start, values(row)));
    }
    return section.chart(
        BarChart.overTime(
            "Outcomes by time",
            "Bars, one each %s: recorded outcomes, stacked. The table has the same figures."
                .formatted(step.text()),
            OUTCOMES,
            bars,
            step.length()),
        table);
  }

  private static PageTable totals(Totals totals) {
    return new PageTable("totals", "Sessions by outcome", "Outcome | #Sessions | Meaning")
        .row(List.of("removed", totals.removed(), "deleted at PAVE"))
        .row(
            List.of(
                "started", totals.started(), "somebody had started it: PAVE does not delete it"))
        .row(
            List.of(
                "missing",
                totals.missing(),
                "PAVE does not know it, and none of our calls removed it"))
        .row(List.of("not idle", totals.notIdle(), "has another status by now"))
        .row(List.of("on hold", totals.held(), "a hold keeps it"))
        .row(List.of("failed", totals.failed(), "every attempt failed; the next run tries again"))
        .row(List.of("open", totals.open(), "claimed, no outcome yet"))
        .row(List.of("all", totals.sessions(), "claimed by the runs"));
  }

  private static Map<Instant, List<Object>> counts(ScopeQuery query, TimeStep step) {
    Map<Instant, List<Object>> counts = new HashMap<>();
    for (List<@Nullable Object> row :
        step.bind(query.sql(BY_STEP)).query(ScopeQuery.CELLS).list()) {
      List<Object> cells = new ArrayList<>();
      row.forEach(cell -> cells.add(cell == null ? 0L : cell));
      counts.put((Instant) cells.getFirst(), cells);
    }
    return counts;
  }

  private static List<Double> values(@Nullable List<Object> row) {
    return row == null
        ? OUTCOMES.stream().map(outcome -> 0.0).toList()
        : row.stream().skip(1).map(count -> ((Number) count).doubleValue()).toList();
  }
}
