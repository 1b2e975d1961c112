package dev.sessioncleanup.cli;

import dev.sessioncleanup.report.ReportDescription;
import dev.sessioncleanup.report.ReportFormat;
import dev.sessioncleanup.report.ReportParameter;
import dev.sessioncleanup.report.Reports;
import dev.sessioncleanup.text.VisibleText;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
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
final class ReportCommand implements Callable<Integer> {
  @ParentCommand private MainCommand main = new MainCommand(List.of());
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

  @Override
  public Integer call() throws Exception {
    PrintWriter out = spec.commandLine().getOut();
    if (name == null) {
      list(out);
      return 0;
    }
    String report = name;
    Map<String, String> values = values();
    return main.read(spec, (reports, to) -> reports.write(report, values, format, to));
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
