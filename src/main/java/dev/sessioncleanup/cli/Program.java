package dev.sessioncleanup.cli;

import dev.sessioncleanup.check.CheckCommand;
import dev.sessioncleanup.command.OptionTypes;
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
import dev.sessioncleanup.settings.ProgramVersion;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntUnaryOperator;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import picocli.AutoComplete.GenerateCompletion;
import picocli.CommandLine;

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
    return run(ended -> ended, args);
  }

  /**
   * @param exitCode what the process ends with, given how the command ended
   */
  public static int run(IntUnaryOperator exitCode, String... args) {
    List<String> settings = new ArrayList<>();
    List<String> options = new ArrayList<>();
    for (String arg : args) {
      (SETTING.matcher(arg).matches() ? settings : options).add(arg);
    }
    CommandLine line = commandLine(settings, named(options));
    line.setColorScheme(CommandLine.Help.defaultColorScheme(ColorMode.of(options).ansi()));
    int ended = exitCode.applyAsInt(line.execute(options.toArray(String[]::new)));
    line.<MainCommand>getCommand().ending.ended(ended);
    return ended;
  }

  /**
   * Builds only the commands that these options can mean: describing all of them takes several
   * times as long as starting Java.
   */
  private static Predicate<String> named(List<String> options) {
    String first = options.isEmpty() ? "" : options.getFirst();
    boolean known = subcommands(new MainCommand(List.of())).containsKey(first);
    return known || first.equals("--version") ? first::equals : name -> true;
  }

  /** With all commands. */
  static CommandLine commandLine(List<String> settings) {
    return commandLine(settings, name -> true);
  }

  private static Map<String, Supplier<Object>> subcommands(MainCommand main) {
    ProgramDatabase database = new ProgramDatabase(main.settings());
    Map<String, Supplier<Object>> commands = new LinkedHashMap<>();
    commands.put("sweep", SweepCommand::new);
    commands.put("backfill", BackfillCommand::new);
    commands.put("runs", RunsCommand::new);
    commands.put(
        "report",
        () ->
            ReportCommand.commandLine(
                database,
                new HtmlCommand(database::page),
                new PackCommand(database::page),
                new VerifyCommand(database)));
    commands.put("hold", () -> new HoldCommand(database));
    commands.put("track", () -> TrackCommand.commandLine(database));
    commands.put("explain", () -> new ExplainCommand(database::explain));
    commands.put("check", () -> new CheckCommand(new ProgramUnderCheck(main.settings())));
    commands.put("reopen", () -> new ReopenCommand(database));
    commands.put("purge", () -> new PurgeCommand(database));
    commands.put("migrate", MigrateCommand::new);
    return commands;
  }

  private static CommandLine commandLine(List<String> settings, Predicate<String> wanted) {
    MainCommand main = new MainCommand(settings);
    CommandLine line = new CommandLine(main);
    subcommands(main)
        .forEach(
            (name, command) -> {
              if (wanted.test(name)) {
                line.addSubcommand(command.get());
              }
            });
    if (wanted.test("generate-completion")) {
      line.addSubcommand(new GenerateCompletion());
    }
    provideVersion(line);
    UsageErrors.choice(line, ColorMode.class);
    UsageErrors.choice(line, OutputForm.class);
    UsageErrors.choice(line, ReportFormat.class);
    UsageErrors.choice(line, RunArguments.Verify.class);
    OptionTypes.register(line);
    line.setParameterExceptionHandler((error, args) -> usageError(error, main));
    line.setExecutionExceptionHandler(
        (failure, command, parsed) -> {
          Failures.Failure described = Failures.report(failure, command.getErr());
          main.ending.describe(described.message());
          return described.exitCode();
        });
    return line;
  }

  /** Every command prints it, since a subcommand does not inherit it. */
  private static void provideVersion(CommandLine command) {
    command
        .getCommandSpec()
        .versionProvider(() -> new String[] {"session-cleanup " + ProgramVersion.text()});
    command.getSubcommands().values().forEach(Program::provideVersion);
  }

  private static int usageError(CommandLine.ParameterException error, MainCommand main) {
    CommandLine command = error.getCommandLine();
    PrintWriter err = command.getErr();
    String message = Failures.oneLine(UsageErrors.message(error));
    main.ending.describe(message);
    err.println("session-cleanup: " + message);
    err.println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
    return USAGE;
  }
}
