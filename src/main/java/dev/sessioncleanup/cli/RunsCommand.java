package dev.sessioncleanup.cli;

import dev.sessioncleanup.report.ReportFormat;
import dev.sessioncleanup.report.ReportTable;
import dev.sessioncleanup.report.Reports;
import dev.sessioncleanup.settings.InvalidSettingException;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Shows what ran and what is running. */
@Command(
    name = "runs",
    description = "Shows what ran and what is running.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class)
final class RunsCommand implements Callable<Integer> {
  @ParentCommand private MainCommand main = new MainCommand(List.of());
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws Exception {
    return list(null, 20, ReportFormat.TABLE);
  }

  @Command(
      name = "list",
      description = "The newest runs; runs alone does the same.",
      mixinStandardHelpOptions = true,
      versionProvider = Version.class)
  int list(
      @Option(names = "--account", paramLabel = "NAME", description = "Only this account.")
          @Nullable String account,
      @Option(
              names = "--limit",
              paramLabel = "N",
              defaultValue = "20",
              description = "No more than this (default: 20).")
          int limit,
      @Option(
              names = "--format",
              paramLabel = "table|record|csv|json",
              defaultValue = "table",
              description = "How it is written (default: table).")
          ReportFormat format)
      throws Exception {
    Map<String, String> parameters = new LinkedHashMap<>(Map.of("limit", String.valueOf(limit)));
    if (account != null) {
      parameters.put("account", account);
    }
    return read((reports, out) -> reports.write("runs", parameters, format, out));
  }

  @Command(
      name = "show",
      description = "All that is known of one run.",
      mixinStandardHelpOptions = true,
      versionProvider = Version.class)
  int show(
      @Parameters(paramLabel = "ID", description = "The run's number.") long id,
      @Option(
              names = "--format",
              paramLabel = "table|record|csv|json",
              defaultValue = "record",
              description = "How it is written (default: record).")
          ReportFormat format)
      throws Exception {
    return read(
        (reports, out) -> {
          ReportTable run = reports.run("runs", Map.of("run", String.valueOf(id)));
          if (run.rows().isEmpty()) {
            throw new InvalidSettingException(
                "there is no run %d; 'runs list' shows those there are.".formatted(id));
          }
          format.write(run, out);
        });
  }

  private int read(BiConsumer<Reports, PrintWriter> reading) throws Exception {
    PrintWriter out = spec.commandLine().getOut();
    try (Application application = Application.start(main.settings())) {
      DatabaseDoor.of(application).refusePooler();
      application.schema().check();
      reading.accept(application.get(Reports.class), out);
      out.flush();
      return 0;
    }
  }
}
