package dev.sessioncleanup.reportcommand;

import dev.sessioncleanup.command.CommandDatabase;
import dev.sessioncleanup.format.ReportFormat;
import dev.sessioncleanup.report.ReportDescription;
import dev.sessioncleanup.report.ReportParameter;
import dev.sessioncleanup.report.Reports;
import dev.sessioncleanup.text.VisibleText;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
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
      "  session-cleanup report daily",
      "  session-cleanup report failures -p account=acme --format csv",
      "  session-cleanup report sessions -p run=41 --format json"
    },
    mixinStandardHelpOptions = true)
public final class ReportCommand implements Callable<Integer> {
  private final CommandDatabase database;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(index = "0", arity = "0..1", paramLabel = "NAME", description = "The report.")
  private @Nullable String name;

  @Option(
      names = "--format",
      paramLabel = "table|record|csv|json",
      description = "Output format (default: table).")
  private ReportFormat format = ReportFormat.TABLE;

  @Option(
      names = {"-p", "--parameter"},
      paramLabel = "NAME=VALUE",
      description = "Restricts the report, like account=acme, run=12 or from=2026-11-01.")
  private List<String> parameters = List.of();

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
    return !Objects.equals(argument.getValue(), argument.initialValue());
  }

  @Override
  public Integer call() throws Exception {
    PrintWriter out = spec.commandLine().getOut();
    if (name == null) {
      list(out);
      return 0;
    }
    String report = name;
    Map<String, String> values = values();
    return database.read(spec, (reports, to) -> reports.write(report, values, format, to));
  }

  private Map<String, String> values() {
    Map<String, String> values = new LinkedHashMap<>();
    for (String parameter : parameters) {
      String[] parts = parameter.split("=", 2);
      if (parts.length != 2) {
        throw invalid("'%s' is not NAME=VALUE, like run=12.".formatted(VisibleText.of(parameter)));
      }
      if (values.put(parts[0], parts[1]) != null) {
        throw invalid("parameter %s is given twice.".formatted(VisibleText.of(parts[0])));
      }
    }
    return values;
  }

  private ParameterException invalid(String reason) {
    return new ParameterException(spec.commandLine(), "Invalid --parameter: " + reason);
  }

  private static void list(PrintWriter out) {
    for (ReportDescription report : Reports.descriptions()) {
      out.printf("%-14s %s%n", report.name(), report.purpose());
      for (ReportParameter parameter : report.parameters()) {
        out.printf("                 %-10s %s%n", parameter.name(), parameter.meaning());
      }
    }
    out.flush();
  }
}
