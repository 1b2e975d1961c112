package dev.sessioncleanup.reportcommand;

import dev.sessioncleanup.text.VisibleText;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The options that restrict a report. */
final class ReportSelection {
  @Option(
      names = "--since",
      paramLabel = "D",
      description =
          "From this time on: a date (its midnight UTC), an instant, or a duration before now like 30d.")
  private @Nullable String since;

  @Option(names = "--until", paramLabel = "D", description = "Before this time, in the same forms.")
  private @Nullable String until;

  @Option(names = "--account", paramLabel = "NAME", description = "Only this account.")
  private @Nullable String account;

  @Option(names = "--run", paramLabel = "ID", description = "Only this run.")
  private @Nullable String run;

  @Option(names = "--limit", paramLabel = "N", description = "At most this number of rows.")
  private @Nullable String limit;

  @Option(
      names = {"-p", "--parameter"},
      paramLabel = "NAME=VALUE",
      description =
          "Other parameters that the list of reports names, like outcome=missing; also the ones above, like run=12.")
  private List<String> parameters = List.of();

  /** The parameters of the report, by name. */
  Map<String, String> values(CommandSpec spec) {
    Map<String, String> values = new LinkedHashMap<>();
    put("since", since, values);
    put("until", until, values);
    put("account", account, values);
    put("run", run, values);
    put("limit", limit, values);
    for (String parameter : parameters) {
      String[] parts = parameter.split("=", 2);
      if (parts.length != 2) {
        throw invalid(
            spec, "'%s' is not NAME=VALUE, like run=12.".formatted(VisibleText.of(parameter)));
      }
      if (values.put(parts[0], parts[1]) != null) {
        throw invalid(spec, "%s is given twice.".formatted(VisibleText.of(parts[0])));
      }
    }
    return values;
  }

  private static void put(String name, @Nullable String value, Map<String, String> values) {
    if (value != null) {
      values.put(name, value);
    }
  }

  private static ParameterException invalid(CommandSpec spec, String reason) {
    return new ParameterException(spec.commandLine(), "Invalid --parameter: " + reason);
  }
}
