package dev.sessioncleanup.reportcommand;

import dev.sessioncleanup.command.CommandDatabase;
import dev.sessioncleanup.command.OutputFile;
import dev.sessioncleanup.console.StructuredLogs;
import dev.sessioncleanup.report.ReportTimeoutException;
import dev.sessioncleanup.report.Reports;
import dev.sessioncleanup.text.Quantity;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Writes an audit report. */
@Command(
    name = "report",
    description = "Writes an audit report; without a name, lists them.",
    footer = {
      "",
      "Examples:",
      "  session-cleanup report daily --since 30d",
      "  session-cleanup report monthly --since 2026-01-01 --output months.csv",
      "  session-cleanup report sessions --run 41 -p outcome=missing --format jsonl",
      "  session-cleanup report runs --limit 10 --wide",
      "",
      "The SQL is in db/report and runs in plain psql, too."
    },
    mixinStandardHelpOptions = true)
public final class ReportCommand implements Callable<Integer> {
  /** The exit code when the database takes too long. */
  private static final int UNAVAILABLE = 5;

  private final CommandDatabase database;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(index = "0", arity = "0..1", paramLabel = "NAME", description = "The report.")
  private @Nullable String name;

  @Mixin private ReportSelection selection = new ReportSelection();
  @Mixin private ReportTarget target = new ReportTarget();

  @Option(
      names = "--timeout",
      paramLabel = "T",
      description = "How long the database may take (default: 5m; 0s: no limit).")
  private Duration timeout = Duration.ofMinutes(5);

  private ReportCommand(CommandDatabase database) {
    this.database = database;
  }

  /**
   * The command with its subcommands. A name of a subcommand comes before a report of the same
   * name.
   */
  public static CommandLine commandLine(CommandDatabase database, Object... subcommands) {
    CommandLine line = new CommandLine(new ReportCommand(database));
    for (Object subcommand : subcommands) {
      line.addSubcommand(subcommand);
    }
    line.getSubcommands().values().forEach(each -> mustComeFirst(each, line));
    return line;
  }

  /** Otherwise {@code report runs html} would leave the report runs out without a word. */
  private static void mustComeFirst(CommandLine subcommand, CommandLine report) {
    subcommand
        .getCommandSpec()
        .preprocessor(
            (arguments, command, argument, info) -> {
              if (report.getCommandSpec().args().stream().anyMatch(ReportCommand::given)) {
                throw new ParameterException(
                    subcommand,
                    "%s must come directly after 'report', before any option or name."
                        .formatted(command.name()));
              }
              return false;
            });
  }

  private static boolean given(ArgSpec argument) {
    boolean help =
        argument instanceof OptionSpec option && (option.usageHelp() || option.versionHelp());
    return !help
        && !argument.inherited()
        && !Objects.equals(argument.getValue(), argument.initialValue());
  }

  @Override
  public Integer call() throws Exception {
    Map<String, String> parameters = selection.values(spec);
    if (name == null) {
      if (!parameters.isEmpty()) {
        throw new ParameterException(
            spec.commandLine(), "Missing NAME: of which report? 'report' alone lists them.");
      }
      ReportList.print(spec.commandLine().getOut());
      return 0;
    }
    Reports.check(name, parameters);
    try (OutputFile file = target.file()) {
      return write(name, parameters, file);
    } catch (ReportTimeoutException slow) {
      StructuredLogs.error(String.valueOf(slow.getMessage()), spec.commandLine().getErr());
      return UNAVAILABLE;
    }
  }

  private int write(String report, Map<String, String> parameters, @Nullable OutputFile file)
      throws Exception {
    return database.read(
        spec,
        (reports, out) -> {
          if (file == null) {
            reports.write(report, parameters, target.rows(out), timeout);
            return;
          }
          long rows = target.write(file, to -> reports.write(report, parameters, to, timeout));
          out.line("Wrote %s to %s.".formatted(Quantity.of(rows, "row"), target.fileName()));
        });
  }
}
