package dev.sessioncleanup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessioncleanup.runs.Ending;
import dev.sessioncleanup.summary.ExitCodes;
import dev.sessioncleanup.sweep.RunSummary;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ExitCodesTest {
  /** Worst first, in the documented order. */
  private static final List<Ending.Kind> WORST_FIRST =
      List.of(
          Ending.Kind.FAULT,
          Ending.Kind.REFUSED,
          Ending.Kind.GUARD,
          Ending.Kind.UNAVAILABLE,
          Ending.Kind.SETTINGS,
          Ending.Kind.SOME_FAILED,
          Ending.Kind.LIMIT,
          Ending.Kind.COMPLETE);

  @Test
  void worstAccountDecidesTheExitCode() {
    for (int worst = 0; worst < WORST_FIRST.size(); worst++) {
      List<Ending.Kind> kinds = WORST_FIRST.subList(worst, WORST_FIRST.size()).reversed();

      assertThat(exitCode(kinds, false, false)).isEqualTo(WORST_FIRST.get(worst).exitCode());
    }
    assertThat(WORST_FIRST.stream().map(Ending.Kind::exitCode))
        .containsExactly(1, 6, 4, 5, 2, 7, 3, 0);
  }

  @ParameterizedTest
  @EnumSource(names = {"LIMIT", "TIME_BUDGET", "STOPPED", "CANCELLED"})
  void partialOkTurnsThreeIntoZero(Ending.Kind kind) {
    assertThat(exitCode(List.of(kind), false, false)).isEqualTo(3);
    assertThat(exitCode(List.of(kind, Ending.Kind.COMPLETE), false, true)).isZero();
  }

  @ParameterizedTest
  @EnumSource(
      names = {"GUARD", "BREAKER", "SOME_FAILED", "FAULT", "UNAVAILABLE", "REFUSED", "SETTINGS"})
  void partialOkChangesNoOtherExitCode(Ending.Kind kind) {
    assertThat(exitCode(List.of(kind), false, true)).isEqualTo(kind.exitCode());
  }

  @Test
  void everyEndingHasTheStateAndTheExitCodeOfTheContract() {
    assertThat(Stream.of(Ending.Kind.values()).map(kind -> kind + " " + kind.state().sql()))
        .containsExactly(
            "COMPLETE complete",
            "LIMIT partial",
            "TIME_BUDGET partial",
            "STOPPED partial",
            "CANCELLED cancelled",
            "GUARD aborted",
            "BREAKER aborted",
            "SOME_FAILED partial",
            "FAULT failed",
            "UNAVAILABLE failed",
            "REFUSED failed",
            "SETTINGS failed");
  }

  private static int exitCode(List<Ending.Kind> kinds, boolean dryRun, boolean partialOk) {
    List<RunSummary> summaries =
        kinds.stream()
            .map(
                kind ->
                    new RunSummary(
                        "default",
                        new Ending(kind, null),
                        null,
                        null,
                        null,
                        null,
                        0,
                        Duration.ZERO,
                        null))
            .toList();
    return ExitCodes.of(summaries, dryRun, partialOk);
  }
}
