package dev.sessioncleanup.cli;

import dev.sessioncleanup.check.CheckCommand;
import dev.sessioncleanup.command.OutputForm;
import dev.sessioncleanup.command.UsageErrors;
import dev.sessioncleanup.console.ColorMode;
import dev.sessioncleanup.explain.ExplainCommand;
import dev.sessioncleanup.format.ReportFormat;
import dev.sessioncleanup.hold.HoldCommand;
import dev.sessioncleanup.importing.TrackCommand;
import dev.sessioncleanup.pack.PackCommand;
import dev.sessioncleanup.page.HtmlCommand;
import dev.sessioncleanup.purge.PurgeCommand;
import dev.sessioncleanup.reopen.ReopenCommand;
import dev.sessioncleanup.reportcommand.ReportCommand;
import dev.sessioncleanup.seal.VerifyCommand;
import dev.sessioncleanup.settings.Dates;
import dev.sessioncleanup.settings.Durations;
import dev.sessioncleanup.settings.InvalidSettingException;
import dev.sessioncleanup.settings.Moment;
import dev.sessioncleanup.settings.ProgramVersion;
import dev.sessioncleanup.settings.Rate;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;
import picocli.AutoComplete.GenerateCompletion;
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
    CommandLine line = commandLine(settings);
    line.setColorScheme(CommandLine.Help.defaultColorScheme(ColorMode.of(options).ansi()));
    return line.execute(options.toArray(String[]::new));
  }

  static CommandLine commandLine(List<String> settings) {
    MainCommand main = new MainCommand(settings);
    ProgramDatabase database = new ProgramDatabase(main.settings());
    CommandLine line =
        new CommandLine(main)
            .addSubcommand(new SweepCommand())
            .addSubcommand(new BackfillCommand())
            .addSubcommand(new RunsCommand())
            .addSubcommand(
                ReportCommand.commandLine(
                    database,
                    new HtmlCommand(database::page),
                    new PackCommand(database::page),
                    new VerifyCommand(database)))
            .addSubcommand(new HoldCommand(database))
            .addSubcommand(TrackCommand.commandLine(database))
            .addSubcommand(new ExplainCommand(database::explain))
            .addSubcommand(new CheckCommand(new ProgramUnderCheck(main.settings())))
            .addSubcommand(new ReopenCommand(database))
            .addSubcommand(new PurgeCommand(database))
            .addSubcommand(new MigrateCommand())
            .addSubcommand(new GenerateCompletion());
    provideVersion(line);
    UsageErrors.choice(line, ColorMode.class);
    UsageErrors.choice(line, OutputForm.class);
    UsageErrors.choice(line, ReportFormat.class);
    UsageErrors.choice(line, RunArguments.Verify.class);
    line.registerConverter(Rate.class, converter(Rate::valueOf));
    line.registerConverter(Duration.class, converter(Durations::parse));
    line.registerConverter(Instant.class, converter(Dates::parse));
    line.registerConverter(Moment.class, converter(Moment::parse));
    line.setParameterExceptionHandler(Program::usageError);
    line.setExecutionExceptionHandler(
        (failure, command, parsed) -> Failures.report(failure, command.getErr()));
    return line;
  }

  /** Every command prints it, since a subcommand does not inherit it. */
  private static void provideVersion(CommandLine command) {
    command
        .getCommandSpec()
        .versionProvider(() -> new String[] {"session-cleanup " + ProgramVersion.text()});
    command.getSubcommands().values().forEach(Program::provideVersion);
  }

  /** Picocli shows the class name of an exception that is not its own. */
  private static <T> ITypeConverter<T> converter(Function<String, T> parser) {
    return text -> {
      try {
        return parser.apply(text);
      } catch (InvalidSettingException invalid) {
        throw new TypeConversionException(invalid.getMessage());
      }
    };
  }

  private static int usageError(CommandLine.ParameterException error, String[] args) {
    CommandLine command = error.getCommandLine();
    PrintWriter err = command.getErr();
    err.println("session-cleanup: " + Failures.oneLine(UsageErrors.message(error)));
    err.println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
    return USAGE;
  }
}
