package dev.sessioncleanup.sweep;

import dev.sessioncleanup.runs.DatabaseRetry;
import dev.sessioncleanup.runs.DatabaseUnavailableException;
import dev.sessioncleanup.runs.Ending;
import dev.sessioncleanup.runs.Run;
import dev.sessioncleanup.runs.RunCommand;
import dev.sessioncleanup.runs.RunControl;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** Carries out the runs of one account: first those that were interrupted, then a new one. */
public final class AccountRuns implements Callable<List<RunSummary>> {
  private static final Logger log = LoggerFactory.getLogger(AccountRuns.class);

  private static final Ending TAKEN =
      new Ending(Ending.Kind.SETTINGS, "the plan has ended, or another process carries it out");

  private final RunComponents components;
  private final Consumer<RunInProgress> execution;
  private final SweepRequest request;
  private final String account;
  private final long begun;
  private final List<RunInProgress> runs = new CopyOnWriteArrayList<>();
  private volatile @Nullable RunControl control;
  private volatile @Nullable Duration stopGrace;

  public AccountRuns(
      RunComponents components,
      Consumer<RunInProgress> execution,
      SweepRequest request,
      String account,
      long begun) {
    this.components = components;
    this.execution = execution;
    this.request = request;
    this.account = account;
    this.begun = begun;
  }

  @Override
  public List<RunSummary> call() {
    List<RunSummary> summaries = new ArrayList<>();
    RunOptions options = request.options();
    RunCommand command = request.command(account);
    RunSummary summary = next(command, options, true);
    while (summary != null) {
      summaries.add(summary);
      options = afterLast(options);
      summary = summary.isOfAResumedRun() ? next(command, options, !request.isBackfill()) : null;
    }
    return RunSummary.sealed(summaries, components.seals(), () -> stopGrace != null);
  }

  private RunOptions afterLast(RunOptions options) {
    return runs.isEmpty() ? options : options.afterSending(runs.getLast().sent());
  }

  private @Nullable RunSummary next(RunCommand command, RunOptions options, boolean plans) {
    RunControl controls = newControl();
    DatabaseRetry retry =
        new DatabaseRetry(
            controls, components.settings().unavailableAfter(), components.scheduler());
    long start = components.scheduler().nanos();
    Optional<Run> run;
    try {
      run = retry.call(() -> take(command, options, plans));
    } catch (DatabaseUnavailableException unavailable) {
      return RunSummary.ofNoRun(account, controls.ending().orElseThrow(), elapsed(start));
    }
    if (run.isEmpty()) {
      return request.plan() == null || !plans
          ? null
          : RunSummary.ofNoRun(account, TAKEN, elapsed(start));
    }
    RunInProgress progress = new RunInProgress(run.get(), options, controls, retry, components);
    runs.add(progress);
    // Log lines of this thread, and of those that it starts, name the account and the run.
    try (var named = MDC.putCloseable("account", account);
        var number = MDC.putCloseable("run", String.valueOf(progress.run().runId()))) {
      execute(progress);
    }
    return RunSummary.of(progress, components, progress.control().elapsed());
  }

  private Optional<Run> take(RunCommand command, RunOptions options, boolean plans) {
    Optional<Run> interrupted = components.runs().takeOver(command);
    return interrupted.isPresent() || !plans || request.plan() != null
        ? interrupted
        : Optional.of(components.runs().plan(command, options.age(), options.requestedBy()));
  }

  private RunControl newControl() {
    RunControl fresh = new RunControl(components.scheduler());
    control = fresh;
    Duration grace = stopGrace;
    if (grace != null) {
      fresh.stop(grace);
    }
    return fresh;
  }

  private void execute(RunInProgress progress) {
    Duration budget = request.options().timeBudget();
    RunControl controls = progress.control();
    if (budget != null) {
      controls.endAfter(budget, begun, Ending.Kind.TIME_BUDGET, "the time budget is used up");
    }
    if (progress.run().resumed()) {
      log.info(
          "Resuming run {} of account {}, which was interrupted.", progress.run().runId(), account);
    }
    try {
      execution.accept(progress);
    } catch (RuntimeException failure) {
      log.debug("The job could not be carried out.", failure);
      progress.fault(failure);
    } finally {
      progress.ending().writeOnceMore(components.runs());
      controls.over();
    }
  }

  public void stop(Duration grace) {
    stopGrace = grace;
    RunControl running = control;
    if (running != null) {
      running.stop(grace);
    }
  }

  /** All runs of the account so far, the current one last. */
  public List<RunInProgress> runs() {
    return runs;
  }

  private Duration elapsed(long since) {
    return Duration.ofNanos(components.scheduler().nanos() - since);
  }
}
