package dev.sessioncleanup.cli;

import dev.sessioncleanup.job.RunSummary;
import java.util.List;

/** The program's exit code from the endings of its runs. */
final class ExitCodes {
  private static final List<Integer> WORST_FIRST = List.of(1, 6, 4, 5, 2, 7, 3, 0);
  private static final int PARTIAL = 3;

  private ExitCodes() {}

  static int of(List<RunSummary> summaries, boolean dryRun, boolean partialOk) {
    List<Integer> codes =
        summaries.stream().map(summary -> summary.ending().kind().exitCode()).toList();
    int worst = WORST_FIRST.stream().filter(codes::contains).findFirst().orElse(0);
    return worst == PARTIAL && (partialOk || dryRun) ? 0 : worst;
  }
}
