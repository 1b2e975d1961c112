package dev.sessioncleanup.operator;

import dev.sessioncleanup.format.ReportTable;
import dev.sessioncleanup.report.Reports;
import dev.sessioncleanup.settings.Durations;
import dev.sessioncleanup.settings.InvalidSettingException;
import dev.sessioncleanup.settings.Rate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Everything about one run.
 *
 * @param progress null when it has ended
 */
public record RunDetails(Row run, @Nullable Row progress, List<Row> history) {
  /**
   * @throws InvalidSettingException when there is no such run
   */
  public static RunDetails of(Reports reports, long runId) {
    Map<String, String> only = Map.of("run", String.valueOf(runId));
    ReportTable run = reports.run("runs", only);
    if (run.rows().isEmpty()) {
      throw RunRequests.unknown(runId);
    }
    List<Row> progress = Row.all(reports.run("run-progress", only));
    return new RunDetails(
        Row.all(run).getFirst(),
        progress.isEmpty() ? null : progress.getFirst(),
        Row.all(reports.run("run-history", only)));
  }

  boolean ended() {
    return progress == null;
  }

  /** Like "14 of 100, now 1.0/s of 5/s, ETA 1m 26s". */
  public String progressText() {
    Row now = progress;
    if (now == null) {
      long done = run.count("sessions") - run.count("open");
      return "%d of %d".formatted(done, Math.max(done, run.count("planned_count")));
    }
    String counts = "%d of %d".formatted(now.count("done"), now.count("planned_count"));
    if (now.is("paused")) {
      return counts + ", paused" + pausedBy(now);
    }
    String pace =
        now.number("ceiling") == 0
            ? ""
            : String.format(
                Locale.ROOT,
                ", now %.1f/s of %s",
                now.number("per_second"),
                new Rate(now.number("ceiling")));
    String eta =
        now.has("eta_seconds")
            ? ", ETA " + Durations.text(Duration.ofSeconds(now.count("eta_seconds")))
            : "";
    return counts + pace + eta + slowedBy(now);
  }

  private static String slowedBy(Row now) {
    if (now.has("throttled_until")) {
      return "; throttled until %s (%s)"
          .formatted(now.text("throttled_until"), now.text("slowed_by"));
    }
    return now.has("slowed_by")
        ? "; slowed to %d%% (%s)"
            .formatted((long) (100 * now.number("share")), now.text("slowed_by"))
        : "";
  }

  static String pausedBy(Row now) {
    return now.has("paused_by")
        ? " by %s since %sZ".formatted(now.text("paused_by"), now.time("paused_at"))
        : "";
  }

  /** Like "removed 14, started 0, missing 0, failed 0, open 1 (inferred 0)". */
  String outcomes() {
    List<String> counts = new ArrayList<>();
    for (String outcome :
        List.of("removed", "started", "missing", "not_idle", "held", "failed", "open")) {
      boolean rare = outcome.equals("not_idle") || outcome.equals("held");
      if (!rare || run.count(outcome) > 0) {
        counts.add(outcome.replace('_', ' ') + " " + run.count(outcome));
      }
    }
    return "%s (inferred %d)".formatted(String.join(", ", counts), run.count("inferred"));
  }
}
