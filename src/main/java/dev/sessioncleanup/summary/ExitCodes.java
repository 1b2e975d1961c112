package dev.sessioncleanup.summary;

import dev.sessioncleanup.sweep.RunSummary;
import java.util.Collection;
import java.util.List;

/** The program's exit code from the endings of its runs. */
public final class ExitCodes {
  private static final List<Integer> WORST_FIRST = List.of(1, 6, 4, 5, 2, 7, 3, 0);
  private static final int PARTIAL = 3;

  private ExitCodes() {}

  /** The code that says most of these, 0 when there is none. */
  public static int worst(Collection<Integer> codes) {
    return WORST_FIRST.stream().filter(codes::contains).findFirst().orElse(0);
  }

  public static int of(List<RunSummary> summaries, boolean dryRun, boolean partialOk) {
    List<Integer> codes =
        summaries.stream().map(summary -> summary.ending().kind().exitCode()).toList();
    int worst = worst(codes);
    return worst == PARTIAL && (partialOk || dryRun) ? 0 : worst;
  }
}
