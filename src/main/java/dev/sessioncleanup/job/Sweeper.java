package dev.sessioncleanup.job;

import dev.sessioncleanup.database.DatabaseFault;
import dev.sessioncleanup.database.ProcessLock;
import dev.sessioncleanup.pave.PaveAccounts;
import dev.sessioncleanup.runs.Ending;
import dev.sessioncleanup.settings.CleanupProperties;
import dev.sessioncleanup.settings.Durations;
import dev.sessioncleanup.settings.InvalidSettingException;
import dev.sessioncleanup.sweep.AccountRuns;
import dev.sessioncleanup.sweep.JdbcComponents;
import dev.sessioncleanup.sweep.RunComponents;
import dev.sessioncleanup.sweep.RunInProgress;
import dev.sessioncleanup.sweep.RunPlanner;
import dev.sessioncleanup.sweep.RunSummary;
import dev.sessioncleanup.sweep.SweepRequest;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.batch.core.launch.JobOperator;
import org.springframework.batch.core.repository.JobRepository;

/** Carries out a command: the runs of its accounts in parallel, each independent of the others. */
public final class Sweeper {
  private static final Logger log = LoggerFactory.getLogger(Sweeper.class);

  private final RunComponents components;
  private final BatchExecution execution;
  private final List<AccountRuns> accounts = new CopyOnWriteArrayList<>();
  private volatile boolean stopped;

  /**
   * The Spring Batch beans of the application.
   *
   * @param meters for Spring Batch's own metrics, null for none
   */
  public record Batch(
      JobOperator operator, JobRepository repository, @Nullable MeterRegistry meters) {}

  public Sweeper(
      Batch batch,
      DataSource database,
      PaveAccounts paveAccounts,
      CleanupProperties settings,
      ProcessLock lock) {
    this.components = new JdbcComponents(database, paveAccounts, settings, lock);
    this.execution = new BatchExecution(batch.operator(), batch.repository(), batch.meters());
  }

  /** Carries out all runs; returns one summary for each run, in the order of the accounts. */
  public List<RunSummary> sweep(SweepRequest request) throws InterruptedException {
    long begun = components.scheduler().nanos();
    execution.recoverAbandoned(components);
    request.accounts().stream()
        .map(account -> new AccountRuns(components, execution, request, account, begun))
        .forEach(accounts::add);
    if (stopped) {
      stop();
    }
    List<RunSummary> summaries = new ArrayList<>();
    try (ExecutorService threads = Executors.newCachedThreadPool()) {
      List<Future<List<RunSummary>>> futures = accounts.stream().map(threads::submit).toList();
      for (int i = 0; i < futures.size(); i++) {
        summaries.addAll(result(futures.get(i), request.accounts().get(i)));
      }
    }
    return summaries;
  }

  /** An unexpected error of one account does not stop the others; of the only one, it is thrown. */
  private List<RunSummary> result(Future<List<RunSummary>> future, String account)
      throws InterruptedException {
    try {
      return future.get();
    } catch (ExecutionException failure) {
      if (accounts.size() == 1) {
        throw new IllegalStateException(failure.getCause());
      }
      log.error("The runs of account {} ended with an internal error.", account, failure);
      String reason = "a fault of the program: " + DatabaseFault.reason(failure);
      return List.of(
          RunSummary.ofNoRun(account, new Ending(Ending.Kind.FAULT, reason), Duration.ZERO));
    }
  }

  /**
   * Refuses a range in which no session is old enough.
   *
   * @throws InvalidSettingException when its start is younger than the age asked for
   */
  public void check(SweepRequest request) {
    Instant from = request.createdFrom();
    if (from != null && !from.isBefore(components.runs().cutoff(request.options().age()))) {
      throw new InvalidSettingException(
          "--from %s is younger than %s, so no session in the range may be deleted. Use an earlier date."
              .formatted(from, Durations.text(request.options().age())));
    }
  }

  /** Counts what a command would do. */
  public RunPlanner planner() {
    return new RunPlanner(components);
  }

  /** Stops claiming and granting; calls in flight get the grace period. */
  public void stop() {
    stopped = true;
    Duration grace = components.settings().grace();
    accounts.forEach(account -> account.stop(grace));
  }

  /** All runs so far, account by account, for progress. */
  public List<RunInProgress> runs() {
    return accounts.stream().flatMap(account -> account.runs().stream()).toList();
  }
}
