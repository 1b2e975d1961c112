package dev.sessioncleanup.command;

import dev.sessioncleanup.settings.InvalidSettingException;
import java.io.Console;
import java.io.PrintWriter;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Asks on a terminal before a command changes something. */
public final class Confirmation {
  private final PrintWriter out;
  private final Supplier<@Nullable Function<String, @Nullable String>> terminal;

  Confirmation(PrintWriter out, Supplier<@Nullable Function<String, @Nullable String>> terminal) {
    this.out = out;
    this.terminal = terminal;
  }

  /** Asks on the terminal of this process, if it has one. */
  public static Confirmation on(PrintWriter out) {
    return new Confirmation(out, Confirmation::terminal);
  }

  private static @Nullable Function<String, @Nullable String> terminal() {
    Console console = System.console();
    return console == null || !console.isTerminal()
        ? null
        : question -> console.readLine("%s", question);
  }

  /**
   * Whether the user agrees; says so when not.
   *
   * @param command named in the message
   * @param question what would be done, like "Reopen 3 sessions?"
   * @throws InvalidSettingException when there is no terminal to ask on
   */
  public boolean given(String command, String question) {
    return given(
        question + " Type yes: ",
        "yes",
        "%s asks first, but there is no terminal. Nothing was changed. Add --yes to do it."
            .formatted(command));
  }

  /**
   * Whether the user types what was asked for; says so when not.
   *
   * @param noTerminal the message when there is no terminal to ask on
   * @throws InvalidSettingException when there is no terminal
   */
  public boolean given(String question, String expected, String noTerminal) {
    out.flush();
    var ask = terminal.get();
    if (ask == null) {
      throw new InvalidSettingException(noTerminal);
    }
    String answer = ask.apply(question);
    if (answer != null && answer.strip().equalsIgnoreCase(expected)) {
      return true;
    }
    out.println("Not confirmed: nothing was changed.");
    out.flush();
    return false;
  }
}
