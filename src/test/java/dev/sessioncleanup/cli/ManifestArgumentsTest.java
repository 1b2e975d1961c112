package dev.sessioncleanup.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.sessioncleanup.k8s.Overlay;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The arguments in the manifests are those of the program. */
class ManifestArgumentsTest {
  private static final String PLACEHOLDER = "CHANGE-ME";

  static Stream<String> overlays() {
    return Overlay.names().stream();
  }

  @ParameterizedTest
  @MethodSource("overlays")
  void programKnowsTheArguments(String overlay) {
    List<String> arguments = Overlay.of(overlay).arguments();
    String[] filledIn = new String[arguments.size()];
    for (int i = 0; i < filledIn.length; i++) {
      filledIn[i] =
          arguments.get(i).equals(PLACEHOLDER) ? value(arguments.get(i - 1)) : arguments.get(i);
    }

    assertThatCode(() -> Program.commandLine(List.of()).parseArgs(filledIn))
        .doesNotThrowAnyException();
  }

  private static String value(String option) {
    return switch (option) {
      case "--plan" -> "40";
      case "--from" -> "2026-10-01";
      case "--to" -> "2026-11-01";
      case "--requested-by" -> "maria";
      default -> throw new AssertionError(option);
    };
  }

  /** Whoever forgets to fill them in deletes nothing. */
  @ParameterizedTest
  @ValueSource(strings = {"backfill", "backfill-parallel"})
  void placeholdersAreRefused(String overlay) {
    List<String> arguments = Overlay.of(overlay).arguments();

    Shell.run(arguments.toArray(String[]::new)).exitedWith(2).complains(PLACEHOLDER);
    assertThat(arguments).contains(PLACEHOLDER);
  }
}
