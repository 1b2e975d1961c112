package dev.sessioncleanup.cli;

import dev.sessioncleanup.console.StructuredLogs;
import dev.sessioncleanup.database.ProcessLock;
import dev.sessioncleanup.job.Sweeper;
import dev.sessioncleanup.metrics.RunMonitor;
import dev.sessioncleanup.page.PageFile;
import dev.sessioncleanup.page.RunsPage;
import dev.sessioncleanup.pave.Pave;
import dev.sessioncleanup.pave.PaveAccounts;
import dev.sessioncleanup.runs.Ending;
import dev.sessioncleanup.settings.CleanupProperties;
import dev.sessioncleanup.settings.InvalidSettingException;
import dev.sessioncleanup.summary.ExitCodes;
import dev.sessioncleanup.summary.SummaryLine;
import dev.sessioncleanup.sweep.RunSummary;
import dev.sessioncleanup.sweep.SweepRequest;
import java.io.PrintWriter;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs sweep and backfill: from the settings to the summary and the exit code. */
final class Runner {
  private static final Logger log = LoggerFactory.getLogger(Runner.class);

  private final Application application;
  private final PrintWriter out;
  private final RunArguments arguments;
  private final MainCommand main;
  private final List<RunSummary> leftOut = new ArrayList<>();

  Runner(Application application, PrintWriter out, RunArguments arguments, MainCommand main) {
    this.application = application;
    this.out = out;
    this.arguments = arguments;
    this.main = main;
  }

  /**
   * The accounts to serve. An account whose settings are incomplete is left out, unless it is the
   * only one.
   *
   * @param only the account that was asked for, null for all
   * @throws InvalidSettingException when no account can be served
   */
  List<String> accounts(@Nullable String only) {
    PaveAccounts configured = application.get(PaveAccounts.class);
    List<String> names = only == null ? List.copyOf(configured.names()) : List.of(only);
    if (names.isEmpty()) {
      throw new InvalidSettingException(PaveAccounts.NONE_CONFIGURED);
    }
    Map<String, String> problems = configured.problems(names);
    if (problems.size() == names.size()) {
      throw new InvalidSettingException(problems.getOrDefault(names.getFirst(), ""));
    }
    problems.forEach(this::leaveOut);
    List<String> served = names.stream().filter(name -> !problems.containsKey(name)).toList();
    // Meanwhile the database is connected to; the first call of the run would have to wait for
    // both.
    Pave first = configured.forAccount(served.getFirst());
    Thread.ofVirtual().name("HTTP warm-up").start(first::warmUp);
    return served;
  }

  private void leaveOut(String account, String reason) {
    log.warn("Account {} is left out: {}", account, reason);
    leftOut.add(
        RunSummary.ofNoRun(account, new Ending(Ending.Kind.SETTINGS, reason), Duration.ZERO));
  }

  /** What a command does before its runs start, and after they have ended. */
  interface Listener {
    /** The exit code when the command ends without a run. */
    OptionalInt beforeRuns(Sweeper sweeper, SweepRequest request) throws SQLException;

    default List<String> afterRuns(Sweeper sweeper, SweepRequest request) {
      return List.of();
    }
  }

  /**
   * @param source asked for the request when the database is reachable
   */
  int run(Supplier<SweepRequest> source, Listener listener) throws Exception {
    DataSource database = application.get(DataSource.class);
    try (RunMonitor monitor = application.monitor();
        ProcessLock lock = DatabaseStartup.of(application).registerProcess()) {
      SweepRequest request = source.get();
      var batch = application.get(Sweeper.Batch.class);
      CleanupProperties settings = application.get(CleanupProperties.class);
      Sweeper sweeper =
          new Sweeper(batch, database, application.get(PaveAccounts.class), settings, lock);
      sweeper.check(request);
      OptionalInt ending = listener.beforeRuns(sweeper, request);
      if (ending.isPresent()) {
        int code = ending.getAsInt();
        return code == 0 ? ExitCodes.of(leftOut, false, false) : code;
      }
      if (!arguments.dryRun) {
        main.ending.begin(settings.pingUrl());
      }
      monitor.begin(request, sweeper::runs);
      List<RunSummary> summaries = sweep(sweeper, request, settings.grace());
      monitor.ended(summaries);
      summaries.addAll(leftOut);
      main.ending.describe(SummaryLine.of(summaries));
      Results results = new Results(application, out, arguments);
      int code =
          results.write(summaries, request, lock, () -> listener.afterRuns(sweeper, request));
      return writePage(summaries, code);
    }
  }

  /** What was recorded stays as it is; but a page that is missing is no success. */
  private int writePage(List<RunSummary> summaries, int exitCode) {
    PageFile file = arguments.page;
    if (file == null) {
      return exitCode;
    }
    RunsPage page = RunsPage.of(summaries);
    try {
      page.write(file, application.get(DataSource.class), application.get(CleanupProperties.class));
      return exitCode;
    } catch (RuntimeException failed) {
      String missing = page.missing(file, Failures.described(failed).message());
      StructuredLogs.error(missing, new PrintWriter(System.err, true, System.err.charset()));
      return exitCode == 0 ? 1 : exitCode;
    }
  }

  private List<RunSummary> sweep(Sweeper sweeper, SweepRequest request, Duration grace)
      throws InterruptedException {
    try (Progress progress = new Progress(sweeper::runs, main.color)) {
      if (!arguments.quiet) {
        progress.start();
      }
      Signals.stopOn(sweeper::stop, grace);
      return sweeper.sweep(request);
    }
  }
}
