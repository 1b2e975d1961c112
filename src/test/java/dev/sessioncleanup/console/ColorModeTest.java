package dev.sessioncleanup.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ColorModeTest {
  @ParameterizedTest
  @CsvSource({
    "sweep, AUTO",
    "sweep --color=never, NEVER",
    "--color always sweep, ALWAYS",
    "sweep --color NEVER, NEVER",
    "sweep --color, AUTO",
    "sweep --color=odd, AUTO",
  })
  void modeIsReadFromTheArguments(String arguments, ColorMode expected) {
    assertThat(ColorMode.of(List.of(arguments.split(" ", -1)))).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "AUTO, true, false, true",
    "AUTO, true, true, false",
    "AUTO, false, false, false",
    "ALWAYS, false, true, true",
    "NEVER, true, false, false",
  })
  void coloursOnlyOnATerminalAndNeverWithNoColor(
      ColorMode mode, boolean terminal, boolean noColor, boolean on) {
    assertThat(mode.isOn(terminal, noColor)).isEqualTo(on);
  }
}
