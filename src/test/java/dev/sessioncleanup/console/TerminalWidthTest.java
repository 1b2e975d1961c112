package dev.sessioncleanup.console;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TerminalWidthTest {
  @ParameterizedTest
  @CsvSource({"120, 120", "0, 80", "wide, 80", "-1, 80", "123456, 80", ", 80"})
  void terminalThatDoesNotTellItsWidthIsAsWideAsTheEnvironmentSays(
      @Nullable String columns, int width) {
    assertThat(TerminalWidth.fromEnvironment(columns)).isEqualTo(width);
  }

  @Test
  void nothingIsCutInAPipe() {
    assertThat(TerminalWidth.ofStandardOutput()).isEqualTo(Integer.MAX_VALUE);
  }
}
