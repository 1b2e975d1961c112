package dev.sessioncleanup.console;

import java.io.Console;
import java.io.IOException;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jspecify.annotations.Nullable;

/** The width of the terminal that standard output goes to. */
public final class TerminalWidth {
  private static final int USUAL = 80;

  /** A system call, or the program stty where the library for it cannot be loaded. */
  private static final String PROVIDERS =
      TerminalBuilder.PROP_PROVIDER_JNI + "," + TerminalBuilder.PROP_PROVIDER_EXEC;

  private TerminalWidth() {}

  /**
   * In columns; {@link Integer#MAX_VALUE} where standard output is a file or a pipe, and nothing
   * must be cut.
   */
  public static int ofStandardOutput() {
    Console console = System.console();
    return console == null || !console.isTerminal() ? Integer.MAX_VALUE : ofTerminal();
  }

  private static int ofTerminal() {
    try (Terminal terminal =
        TerminalBuilder.builder()
            .system(true)
            .systemOutput(TerminalBuilder.SystemOutput.SysOut)
            .providers(PROVIDERS)
            .dumb(false)
            .nativeSignals(false)
            .build()) {
      int columns = terminal.getSize().getColumns();
      return columns > 0 ? columns : fromEnvironment(System.getenv("COLUMNS"));
    } catch (IOException | IllegalStateException | LinkageError unknown) {
      return fromEnvironment(System.getenv("COLUMNS"));
    }
  }

  static int fromEnvironment(@Nullable String columns) {
    return columns != null && columns.matches("[1-9]\\d{0,4}") ? Integer.parseInt(columns) : USUAL;
  }
}
