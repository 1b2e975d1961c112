package dev.sessioncleanup.job;

import dev.sessioncleanup.audit.ProcessLock;
import dev.sessioncleanup.pave.PaveAccounts;
import dev.sessioncleanup.settings.CleanupProperties;
import dev.sessioncleanup.settings.InvalidSettingException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.springframework.batch.core.launch.JobOperator;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Carries out a command: the runs of its accounts side by side, each independent of the others. */
public final class Sweeper {
  private final Workshop workshop;
  private final Batch batch;
  private final List<AccountSweep> sweeps = new CopyOnWriteArrayList<>();
  private volatile boolean stopped;

  /** Spring Batch, as the application has it. */
  public record Batch(JobOperator operator, JobRepository repository) {}

  public Sweeper(
      Batch batch,
      JdbcClient jdbc,
      PaveAccounts accounts,
      CleanupProperties settings,
      ProcessLock lock) {
    this.batch = batch;
    this.workshop = new Workshop(jdbc, accounts, settings, lock);
  }

  /** Runs to the end; the summaries stand in the order of the accounts, one for each run. */
  public List<RunSummary> sweep(SweepRequest request) throws InterruptedException {
    long start = System.nanoTime();
    new Leftovers(batch, workshop).recover();
    request.accounts().stream()
        .map(account -> new AccountSweep(batch, workshop, request, account, start))
        .forEach(sweeps::add);
    if (stopped) {
      stop();
    }
    List<RunSummary> summaries = new ArrayList<>();
    try (ExecutorService threads = Executors.newCachedThreadPool()) {
      List<Future<List<RunSummary>>> futures = sweeps.stream().map(threads::submit).toList();
      for (Future<List<RunSummary>> future : futures) {
        summaries.addAll(future.get());
      }
    } catch (ExecutionException fault) {
      throw new IllegalStateException(fault.getCause());
    }
    return summaries;
  }

  /**
   * Refuses a range in which nothing may be touched.
   *
   * @throws InvalidSettingException when it begins within the minimum age
   */
  public void check(SweepRequest request) {
    Instant from = request.createdFrom();
    if (from != null && !from.isBefore(workshop.runs().cutoff(request.options().age()))) {
      throw new InvalidSettingException(
          "--from %s lies within the minimum age; there is nothing that may be touched."
              .formatted(from));
    }
  }

  /** What the command would do at this moment, by account; writes nothing. */
  public Map<String, Plan> preview(SweepRequest request) {
    Map<String, Plan> plans = new LinkedHashMap<>();
    for (String account : request.accounts()) {
      plans.put(account, workshop.preview(request, account));
    }
    return plans;
  }

  /** Stops claiming and granting; calls under way get the grace period. */
  public void stop() {
    stopped = true;
    Duration grace = workshop.settings().grace();
    sweeps.forEach(sweep -> sweep.stop(grace));
  }

  /** The runs under way, for progress. */
  public List<RunContext> running() {
    return sweeps.stream().flatMap(sweep -> sweep.current().stream()).toList();
  }
}
