package dev.sessioncleanup.cli;

import dev.sessioncleanup.audit.ProcessLock;
import dev.sessioncleanup.job.RunSummary;
import dev.sessioncleanup.job.SweepRequest;
import dev.sessioncleanup.job.Sweeper;
import dev.sessioncleanup.pave.PaveAccounts;
import dev.sessioncleanup.settings.CleanupProperties;
import dev.sessioncleanup.settings.InvalidSettingException;
import dev.sessioncleanup.tracking.TrackedSessions;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Carries out sweep and backfill: from the settings to the summary and the exit code. */
final class Runner {
  private final Application application;
  private final PrintWriter out;
  private final boolean partialOk;

  Runner(Application application, PrintWriter out, boolean partialOk) {
    this.application = application;
    this.out = out;
    this.partialOk = partialOk;
  }

  /**
   * The accounts to serve, each of which can sign.
   *
   * @throws InvalidSettingException when one is not configured, or incomplete
   */
  List<String> accounts(@Nullable String only) {
    PaveAccounts configured = application.get(PaveAccounts.class);
    List<String> names = only == null ? List.copyOf(configured.names()) : List.of(only);
    if (names.isEmpty()) {
      throw new InvalidSettingException(
          "no PAVE account is configured. Set pave.accounts.default.username, .api-key and .api-secret.");
    }
    names.forEach(configured::forAccount);
    return names;
  }

  /**
   * @param confirmed is shown the plan, line by line, and says whether it is carried out
   */
  int run(SweepRequest request, Predicate<Supplier<List<String>>> confirmed) throws Exception {
    JdbcClient jdbc = application.get(JdbcClient.class);
    try (ProcessLock lock = DatabaseDoor.of(application).enter()) {
      var batch = application.get(Sweeper.Batch.class);
      CleanupProperties settings = application.get(CleanupProperties.class);
      Sweeper sweeper =
          new Sweeper(batch, jdbc, application.get(PaveAccounts.class), settings, lock);
      sweeper.check(request);
      if (!confirmed.test(() -> Preview.lines(sweeper.preview(request), request))) {
        return 0;
      }
      List<RunSummary> summaries = sweep(sweeper, request, settings.grace());
      summaries.forEach(summary -> SummaryText.lines(summary).forEach(out::println));
      if (summaries.stream().allMatch(summary -> summary.counts() != null)) {
        unconfigured(jdbc, request).forEach(out::println);
      }
      out.flush();
      return ExitCodes.of(summaries, request.options().dryRun(), partialOk);
    }
  }

  private static List<RunSummary> sweep(Sweeper sweeper, SweepRequest request, Duration grace)
      throws InterruptedException {
    try (Progress progress = new Progress(sweeper::running)) {
      progress.start();
      Signals.stopOn(sweeper::stop, grace);
      return sweeper.sweep(request);
    }
  }

  /**
   * Sessions of accounts that nobody configured are counted and said, never sent with another
   * account's key.
   */
  private List<String> unconfigured(JdbcClient jdbc, SweepRequest request) {
    try {
      var counts = new TrackedSessions(jdbc).staleByAccount(request.options().age());
      counts.keySet().removeAll(application.get(PaveAccounts.class).names());
      return counts.entrySet().stream()
          .map(
              entry ->
                  "Account %s is not configured: its %d stale sessions were left alone."
                      .formatted(entry.getKey(), entry.getValue()))
          .toList();
    } catch (DataAccessException away) {
      return List.of();
    }
  }
}
