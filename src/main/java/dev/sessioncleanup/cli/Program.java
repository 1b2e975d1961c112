package dev.sessioncleanup.cli;

import dev.sessioncleanup.settings.Durations;
import dev.sessioncleanup.settings.InvalidSettingException;
import dev.sessioncleanup.settings.Rate;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** The program from its arguments to its exit code. */
public final class Program {
  static final int USAGE = 2;
  private static final Pattern SETTING =
      Pattern.compile("--[A-Za-z][\\w-]*(?:\\[[^\\]=]+\\]|\\.[^=\\s.\\[]+)+=.*", Pattern.DOTALL);

  private Program() {}

  /**
   * Runs a command; arguments like {@code --cleanup.rate=5/s} are settings, the others are its
   * options.
   */
  public static int run(String... args) {
    List<String> settings = new ArrayList<>();
    List<String> options = new ArrayList<>();
    for (String arg : args) {
      (SETTING.matcher(arg).matches() ? settings : options).add(arg);
    }
    return commandLine(settings).execute(options.toArray(String[]::new));
  }

  static CommandLine commandLine(List<String> settings) {
    CommandLine line = new CommandLine(new MainCommand(settings));
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.registerConverter(Rate.class, form(Rate::valueOf));
    line.registerConverter(Duration.class, form(Durations::parse));
    line.setParameterExceptionHandler(Program::usageError);
    line.setExecutionExceptionHandler(
        (failure, command, parsed) -> Failures.report(failure, command.getErr()));
    return line;
  }

  /** Of other exceptions than its own, picocli shows the class as well. */
  private static <T> ITypeConverter<T> form(Function<String, T> reading) {
    return text -> {
      try {
        return reading.apply(text);
      } catch (InvalidSettingException wrong) {
        throw new TypeConversionException(wrong.getMessage());
      }
    };
  }

  private static int usageError(CommandLine.ParameterException error, String[] args) {
    CommandLine command = error.getCommandLine();
    PrintWriter err = command.getErr();
    err.println("session-cleanup: " + Failures.oneLine(message(error)));
    err.println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
    return USAGE;
  }

  /** What is taken for an option may be a setting written wrongly, and its value a secret. */
  private static String message(CommandLine.ParameterException error) {
    if (error instanceof CommandLine.UnmatchedArgumentException unmatched) {
      List<String> names =
          unmatched.getUnmatched().stream()
              .filter(arg -> arg.startsWith("-"))
              .map(arg -> arg.replaceFirst("(?s)=.*", ""))
              .toList();
      if (names.stream().anyMatch(name -> name.contains("."))) {
        return "Unknown options: "
            + String.join(", ", names)
            + ". Settings are written --name=value.";
      }
    }
    return String.valueOf(error.getMessage());
  }
}
