package dev.sessioncleanup.summary;

import dev.sessioncleanup.ledger.Outcome;
import dev.sessioncleanup.runs.RunCounts;
import dev.sessioncleanup.sweep.RunSummary;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** The summaries of a command in one line, for people who see no more than that. */
public final class SummaryLine {
  private SummaryLine() {}

  public static String of(List<RunSummary> summaries) {
    return summaries.stream().map(SummaryLine::of).collect(Collectors.joining("; "));
  }

  private static String of(RunSummary summary) {
    RunCounts counts = summary.counts();
    return SummaryText.title(summary) + (counts == null ? "" : outcomes(counts));
  }

  private static String outcomes(RunCounts counts) {
    String recorded =
        Arrays.stream(Outcome.values())
            .filter(outcome -> counts.of(outcome) > 0)
            .map(outcome -> counts.of(outcome) + " " + outcome.sql().replace('_', ' '))
            .collect(Collectors.joining(", "));
    String all = counts.open() == 0 ? recorded : "%s, %d open".formatted(recorded, counts.open());
    return all.isEmpty() ? "" : ": " + all.replaceFirst("^, ", "");
  }
}
