package dev.sessioncleanup.cli;

import dev.sessioncleanup.command.OutputForm;
import dev.sessioncleanup.console.FailFastOutput;
import dev.sessioncleanup.database.ProcessLock;
import dev.sessioncleanup.explain.DryRun;
import dev.sessioncleanup.ledger.Selection;
import dev.sessioncleanup.pave.PaveAccounts;
import dev.sessioncleanup.runs.Ending;
import dev.sessioncleanup.settings.CleanupProperties;
import dev.sessioncleanup.summary.ExitCodes;
import dev.sessioncleanup.summary.NotConfigured;
import dev.sessioncleanup.summary.SummaryJson;
import dev.sessioncleanup.summary.SummaryText;
import dev.sessioncleanup.sweep.RunSummary;
import dev.sessioncleanup.sweep.SweepRequest;
import dev.sessioncleanup.text.VisibleText;
import dev.sessioncleanup.tracking.SessionsInDoubt;
import dev.sessioncleanup.tracking.TrackedSessions;
import java.io.PrintWriter;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Writes what came of the runs of sweep and backfill. */
final class Results {
  private final Application application;
  private final PrintWriter out;
  private final RunArguments arguments;

  Results(Application application, PrintWriter out, RunArguments arguments) {
    this.application = application;
    this.out = out;
    this.arguments = arguments;
  }

  /**
   * Writes the summaries in the form that was asked for; returns the exit code.
   *
   * @param more lines for the end of the text
   */
  int write(
      List<RunSummary> summaries,
      SweepRequest request,
      ProcessLock lock,
      Supplier<List<String>> more)
      throws SQLException {
    if (!arguments.quiet) {
      summaries.forEach(RunSummary::logSeal);
    }
    boolean dryRun = request.options().dryRun();
    boolean databaseAnswers =
        summaries.stream()
            .filter(summary -> summary.ending().kind() != Ending.Kind.SETTINGS)
            .allMatch(RunSummary::isCounted);
    int exitCode = ExitCodes.of(summaries, dryRun, arguments.partialOk);
    Map<String, Long> unconfigured = databaseAnswers ? unconfigured(request) : Map.of();
    if (databaseAnswers && dryRun) {
      dryRun(request, summaries, unconfigured);
    } else if (arguments.output == OutputForm.JSON) {
      out.println(SummaryJson.of(exitCode, summaries, unconfigured));
    } else if (!arguments.quiet || exitCode != 0) {
      summaries.forEach(summary -> print(SummaryText.lines(summary)));
      print(databaseAnswers ? more.get() : List.of());
      unconfigured.forEach(
          (account, sessions) -> print(List.of(NotConfigured.line(account, sessions))));
      print(databaseAnswers ? inDoubt(lock) : List.of());
    }
    out.flush();
    return exitCode;
  }

  private void dryRun(
      SweepRequest request, List<RunSummary> summaries, Map<String, Long> unconfigured)
      throws SQLException {
    dryRun(request).write(summaries, unconfigured, application.databaseName(), dryRunOutput());
  }

  /**
   * Writes what carrying out a saved plan would do.
   *
   * @param objection why a guard would stop it, null when none would
   */
  void dryRunOfPlan(SweepRequest request, Selection plan, @Nullable String objection)
      throws SQLException {
    dryRun(request).writePlan(plan, objection, application.databaseName(), dryRunOutput());
    out.flush();
  }

  private DryRun dryRun(SweepRequest request) {
    return new DryRun(
        application.get(DataSource.class), request, application.get(CleanupProperties.class));
  }

  private DryRun.Output dryRunOutput() {
    boolean json = arguments.output == OutputForm.JSON;
    return arguments.dryRunOptions.output(new FailFastOutput(out), json);
  }

  private void print(List<String> lines) {
    lines.forEach(line -> out.println(VisibleText.of(line)));
  }

  /** Said by the process that noticed it, and as long as sessions of that time are left. */
  private List<String> inDoubt(ProcessLock lock) {
    try {
      return new SessionsInDoubt(application.get(JdbcClient.class))
              .newest()
              .filter(doubt -> lock.noticedLostCommits() || doubt.sessions() > 0)
              .map(
                  doubt ->
                      "In doubt since %s: commits of the database may have been lost; %s. Sessions of that time that PAVE does not find are removed, inferred; %s left. See db/runbook.md."
                          .formatted(doubt.noticed(), doubt.reason(), doubt.sessions()))
              .stream()
              .toList();
    } catch (DataAccessException away) {
      return List.of();
    }
  }

  /** They are only reported: no other account's key is used for them. */
  private Map<String, Long> unconfigured(SweepRequest request) {
    try {
      var configured = application.get(PaveAccounts.class).names();
      return new TrackedSessions(application.get(JdbcClient.class))
          .staleOfOthers(configured, request.options().age());
    } catch (DataAccessException away) {
      return Map.of();
    }
  }
}
