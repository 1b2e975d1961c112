package dev.sessioncleanup.cli;

import dev.sessioncleanup.audit.Outcome;
import dev.sessioncleanup.audit.Run;
import dev.sessioncleanup.audit.RunCounts;
import dev.sessioncleanup.deletion.Tally;
import dev.sessioncleanup.job.Plan;
import dev.sessioncleanup.job.RunSummary;
import dev.sessioncleanup.settings.Durations;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The summary of a run, from the audit, for people. */
final class SummaryText {
  private SummaryText() {}

  static List<String> lines(RunSummary summary) {
    List<String> lines = new ArrayList<>();
    lines.add(title(summary));
    Run run = summary.run();
    Plan plan = summary.plan();
    if (run != null) {
      lines.add(line("cutoff", "created before " + run.createdBefore()));
    }
    if (plan != null) {
      lines.add(line("planned", plan(plan, summary)));
      lines.add(
          line(
              "left alone",
              "%d not IDLE, %d on hold".formatted(plan.around().notIdle(), plan.around().held())));
    }
    RunCounts.Counts counts = summary.counts();
    if (counts != null && run != null && !run.command().dryRun()) {
      outcomes(counts, lines);
    }
    Tally.Figures figures = summary.figures();
    if (figures != null && figures.requests() > 0) {
      requests(figures, lines);
    }
    return lines;
  }

  private static String title(RunSummary summary) {
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
    boolean dry = summary.run() != null && summary.run().command().dryRun();
    String orphans =
        plan.orphans() > 0
            ? ", of which %d were begun by other runs".formatted(plan.orphans())
            : "";
    String count = plan.count() + (dry ? " would be deleted" : "") + orphans;
    return plan.eligible().count() == 0
        ? count
        : "%s, created from %s to %s"
            .formatted(count, plan.eligible().oldest(), plan.eligible().newest());
  }

  private static void outcomes(RunCounts.Counts counts, List<String> lines) {
    for (Outcome outcome : Outcome.values()) {
      String inferred =
          outcome == Outcome.REMOVED && counts.inferred() > 0
              ? " (%d inferred: the answer was lost)".formatted(counts.inferred())
              : "";
      lines.add(line(outcome.sql().replace('_', ' '), counts.of(outcome) + inferred));
    }
    if (counts.open() > 0) {
      lines.add(line("open", counts.open() + ", to be finished by the next run"));
    }
  }

  private static void requests(Tally.Figures figures, List<String> lines) {
    lines.add(
        line(
            "requests",
            String.format(
                Locale.ROOT,
                "%d, %.2f a second; %d retries",
                figures.requests(),
                figures.rate(),
                figures.retries())));
    if (figures.heldBack() != null) {
      lines.add(line("held", figures.heldBack()));
    }
    if (figures.throttled() > 0) {
      lines.add(
          line(
              "throttled",
              "%d times: %s".formatted(figures.throttled(), figures.throttleReason())));
    }
  }

  private static String line(String name, String value) {
    return "  %-11s %s".formatted(name, value);
  }
}
