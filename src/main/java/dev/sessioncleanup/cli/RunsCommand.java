package dev.sessioncleanup.cli;

import dev.sessioncleanup.command.RequestedBy;
import dev.sessioncleanup.concurrent.SystemScheduler;
import dev.sessioncleanup.format.ReportFormat;
import dev.sessioncleanup.operator.RunDetails;
import dev.sessioncleanup.operator.RunFollower;
import dev.sessioncleanup.operator.RunList;
import dev.sessioncleanup.operator.RunPage;
import dev.sessioncleanup.operator.RunRequests;
import dev.sessioncleanup.settings.Rate;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** Shows what ran and what is running, and steers it. */
@Command(
    name = "runs",
    description = "Shows what ran and what is running, and steers it; alone, lists the newest.",
    footer = {
      "",
      "Examples:",
      "  session-cleanup runs list --account acme --format csv",
      "  session-cleanup runs show 41 --watch",
      "  session-cleanup runs rate 41 2/s"
    },
    mixinStandardHelpOptions = true,
    scope = ScopeType.INHERIT)
final class RunsCommand implements Callable<Integer> {
  private static final int NEWEST = 20;
  private static final String ID = "The run's number.";

  @ParentCommand private MainCommand main = new MainCommand(List.of());
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws Exception {
    return list(null, NEWEST, false, null);
  }

  @Command(name = "list", description = "The newest runs; runs alone does the same.")
  int list(
      @Option(names = "--account", paramLabel = "NAME", description = "Only this account.")
          @Nullable String account,
      @Option(
              names = "--limit",
              paramLabel = "N",
              defaultValue = "" + NEWEST,
              description = "Number of runs (default: " + NEWEST + ").")
          int limit,
      @Option(names = "--dry-runs", description = "Lists dry runs too.") boolean dryRuns,
      @Option(
              names = "--format",
              paramLabel = "table|record|csv|json|jsonl",
              description = "All columns in this format.")
          @Nullable ReportFormat format)
      throws Exception {
    Map<String, String> parameters = RunList.parameters(account, limit, dryRuns);
    return main.read(
        spec,
        (reports, out) -> {
          if (format == null) {
            RunList.lines(reports.run("runs", parameters), dryRuns).forEach(out::line);
          } else {
            reports.write("runs", parameters, format, out);
          }
        });
  }

  @Command(name = "show", description = "Shows one run: outcomes, pace, history, what to do.")
  int show(
      @Parameters(paramLabel = "ID", description = ID) long id,
      @Option(names = "--watch", description = "Follows the run until it ends.") boolean watch,
      @Option(
              names = "--format",
              paramLabel = "table|record|csv|json|jsonl",
              description = "All columns in this format.")
          @Nullable ReportFormat format)
      throws Exception {
    return main.read(
        spec,
        (reports, out) -> {
          RunDetails details = RunDetails.of(reports, id);
          if (watch) {
            new RunFollower(reports, out::lineNow, new SystemScheduler()).follow(id);
          } else if (format != null) {
            format.write(reports.run("runs", Map.of("run", String.valueOf(id))), out);
          } else {
            RunPage.lines(details).forEach(out::line);
          }
        });
  }

  @Command(name = "pause", description = "Pauses a run; its process waits.")
  int pause(@Parameters(paramLabel = "ID", description = ID) long id, @Mixin RequestedBy by)
      throws Exception {
    return steer(requests -> requests.pause(id, by.name()));
  }

  @Command(name = "resume", description = "Lets a paused run go on.")
  int resume(@Parameters(paramLabel = "ID", description = ID) long id, @Mixin RequestedBy by)
      throws Exception {
    return steer(requests -> requests.resume(id, by.name()));
  }

  @Command(name = "cancel", description = "Ends a run; what it has not sent is left alone.")
  int cancel(@Parameters(paramLabel = "ID", description = ID) long id, @Mixin RequestedBy by)
      throws Exception {
    return steer(requests -> requests.cancel(id, by.name()));
  }

  @Command(name = "rate", description = "Changes the ceiling of a run, like 2/s or 90/m.")
  int rate(
      @Parameters(index = "0", paramLabel = "ID", description = ID) long id,
      @Parameters(index = "1", paramLabel = "RATE", description = "The new ceiling.") Rate rate,
      @Mixin RequestedBy by)
      throws Exception {
    return steer(requests -> requests.rate(id, rate, by.name()));
  }

  private int steer(Consumer<RunRequests> request) throws Exception {
    return new ProgramDatabase(main.settings())
        .write(
            spec,
            (database, out) -> {
              request.accept(new RunRequests(database, this::print, new SystemScheduler()));
              return 0;
            });
  }

  private void print(String line) {
    spec.commandLine().getOut().println(line);
    spec.commandLine().getOut().flush();
  }
}
