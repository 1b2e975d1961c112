package dev.sessioncleanup.summary;

import dev.sessioncleanup.ledger.Outcome;
import dev.sessioncleanup.runs.Run;
import dev.sessioncleanup.runs.RunCounts;
import dev.sessioncleanup.runs.RunStats;
import dev.sessioncleanup.settings.Durations;
import dev.sessioncleanup.sweep.Plan;
import dev.sessioncleanup.sweep.RunFigures;
import dev.sessioncleanup.sweep.RunSummary;
import dev.sessioncleanup.text.Quantity;
import dev.sessioncleanup.text.Times;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The summary of a run, from the audit, for people. */
public final class SummaryText {
  private SummaryText() {}

  public static List<String> lines(RunSummary summary) {
    List<String> lines = new ArrayList<>();
    lines.add(title(summary));
    Run run = summary.run();
    Plan plan = summary.plan();
    if (run != null) {
      lines.add(line("cutoff", "created before " + run.createdBefore()));
    }
    if (plan != null) {
      lines.add(line("planned", plan(plan, summary)));
      lines.add(line("left alone", plan.leftAlone().text()));
    }
    RunCounts counts = summary.counts();
    if (counts != null && run != null && !run.command().dryRun()) {
      outcomes(counts, lines);
    }
    leftForTheNextRun(summary, lines);
    RunFigures figures = summary.figures();
    if (figures != null) {
      for (Map.Entry<Long, Long> other : figures.takenOver().entrySet()) {
        String sessions = Quantity.of(other.getValue(), "session");
        lines.add(line("taken over", sessions + " of run " + other.getKey() + ", recorded there"));
      }
      requests(figures.calls(), summary, lines);
    }
    Optional.ofNullable(summary.seal()).ifPresent(seal -> lines.add(line("seal", seal)));
    summary.warnings().forEach(warning -> lines.add(line("warning", warning)));
    return lines;
  }

  static String title(RunSummary summary) {
    Run run = summary.run();
    String reason = summary.ending().reason();
    String name =
        run == null
            ? "No run"
            : "%s %d (%s%s)"
                .formatted(
                    run.command().dryRun() ? "Dry run" : "Run",
                    run.runId(),
                    run.command().kind(),
                    run.resumed() ? ", resumed" : "");
    return "%s of account %s: %s%s, after %s"
        .formatted(
            name,
            summary.account(),
            summary.ending().kind().state().sql(),
            reason == null ? "" : " (" + reason + ")",
            Durations.text(summary.elapsed()));
  }

  private static String plan(Plan plan, RunSummary summary) {
    RunFigures figures = summary.figures();
    long planned = figures == null ? plan.count() : figures.planned();
    boolean dry = summary.run() != null && summary.run().command().dryRun();
    String count =
        planned
            + (dry ? " would be deleted" : "")
            + (figures == null && plan.orphans() > 0
                ? ", of which %s left open by other runs"
                    .formatted(Quantity.were(plan.orphans(), "claim"))
                : "");
    return plan.eligible().count() == 0
        ? count
        : "%s, created from %s to %s"
            .formatted(
                count,
                Times.second(plan.eligible().oldest()),
                Times.second(plan.eligible().newest()));
  }

  private static void outcomes(RunCounts counts, List<String> lines) {
    for (Outcome outcome : Outcome.values()) {
      String inferred =
          outcome == Outcome.REMOVED && counts.inferred() > 0
              ? " (%d inferred from a 404)".formatted(counts.inferred())
              : "";
      lines.add(line(outcome.sql().replace('_', ' '), counts.of(outcome) + inferred));
    }
    if (counts.open() > 0) {
      lines.add(line("open", String.valueOf(counts.open())));
    }
  }

  private static void leftForTheNextRun(RunSummary summary, List<String> lines) {
    RunCounts counts = summary.counts();
    if (counts == null || summary.figures() == null) {
      return;
    }
    long failed = counts.of(Outcome.FAILED);
    long left = summary.notReached() + counts.open() + failed;
    if (left > 0) {
      lines.add(
          line(
              "next run",
              "%s left: %d not reached, %d open, %d failed"
                  .formatted(
                      Quantity.of(left, "session"), summary.notReached(), counts.open(), failed)));
    }
  }

  private static void requests(RunStats.Snapshot figures, RunSummary summary, List<String> lines) {
    if (figures.requests() == 0) {
      return;
    }
    boolean resumed = summary.run() != null && summary.run().resumed();
    lines.add(line("sent", figures.deletes() + (resumed ? ", by this process" : "")));
    lines.add(
        line(
            "requests",
            String.format(Locale.ROOT, "%d, %.2f a second", figures.requests(), figures.rate())));
    if (figures.bottleneck() != null) {
      lines.add(line("slowed", figures.bottleneck()));
    }
    if (figures.throttled() > 0) {
      String times = Quantity.of(figures.throttled(), "time");
      lines.add(line("throttled", times + ": " + figures.throttleReason()));
    }
  }

  private static String line(String name, String value) {
    return "  %-11s %s".formatted(name, value);
  }
}
