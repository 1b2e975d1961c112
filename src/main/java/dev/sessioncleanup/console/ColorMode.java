package dev.sessioncleanup.console;

import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Help.Ansi;

/** When colours are used. */
public enum ColorMode {
  AUTO,
  ALWAYS,
  NEVER;

  private static final String OPTION = "--color";

  /** The mode that these arguments ask for; AUTO when they ask for none, or for an unknown one. */
  public static ColorMode of(List<String> arguments) {
    for (int i = 0; i < arguments.size(); i++) {
      String argument = arguments.get(i);
      if (argument.startsWith(OPTION + "=")) {
        return named(argument.substring(OPTION.length() + 1));
      }
      if (argument.equals(OPTION) && i + 1 < arguments.size()) {
        return named(arguments.get(i + 1));
      }
    }
    return AUTO;
  }

  private static ColorMode named(String name) {
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "always" -> ALWAYS;
      case "never" -> NEVER;
      default -> AUTO;
    };
  }

  /** For picocli, whose AUTO keeps to NO_COLOR and looks whether standard output is a terminal. */
  public Ansi ansi() {
    return switch (this) {
      case AUTO -> Ansi.AUTO;
      case ALWAYS -> Ansi.ON;
      case NEVER -> Ansi.OFF;
    };
  }

  /** Whether to colour what is written to a terminal or, when false, elsewhere. */
  public boolean isOn(boolean terminal, boolean noColor) {
    return this == ALWAYS || (this == AUTO && terminal && !noColor);
  }
}
