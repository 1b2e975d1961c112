package dev.sessioncleanup.sweep;

import dev.sessioncleanup.engine.CallStats;
import dev.sessioncleanup.ledger.Claim;
import dev.sessioncleanup.runs.DatabaseRetry;
import dev.sessioncleanup.runs.DatabaseUnavailableException;
import dev.sessioncleanup.runs.Ending;
import dev.sessioncleanup.runs.Orders;
import dev.sessioncleanup.runs.Run;
import dev.sessioncleanup.runs.RunControl;
import dev.sessioncleanup.runs.RunCounts;
import dev.sessioncleanup.settings.Rate;
import dev.sessioncleanup.tracking.Standing;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One run in this process. The Spring Batch job calls it in this order: begin, then nextClaims,
 * standings and write in a loop, then end. Other threads may read the progress.
 */
public final class RunInProgress {
  private static final Logger log = LoggerFactory.getLogger(RunInProgress.class);

  private final Run run;
  private final RunOptions options;
  private final RunControl control;
  private final DatabaseRetry retry;
  private final RunComponents components;
  private final RunEnding ending;
  private final OrderWatch watch;
  private volatile @Nullable RunEngine engine;
  private volatile @Nullable Plan plan;

  RunInProgress(
      Run run,
      RunOptions options,
      RunControl control,
      DatabaseRetry retry,
      RunComponents components) {
    this.run = run;
    this.options = options;
    this.control = control;
    this.retry = retry;
    this.components = components;
    this.ending = new RunEnding(run, control);
    this.watch = new OrderWatch(run, components.runs(), control, options.rate());
  }

  /** Plans the run and starts the engine, except in a dry run or if the run has ended. */
  public void begin(long jobInstance) {
    plan = retry.call(() -> new RunPlanner(components).plan(run, options, control, jobInstance));
    if (!control.ended() && !run.command().dryRun()) {
      RunCounts counts = retry.call(watch::lookAndCount);
      components.scheduler().start("orders of run " + run.runId(), watch);
      var shared = new RunEngine.Shared(control, retry, watch.ceiling());
      engine = RunEngine.start(run, options, counts, components, shared);
    }
  }

  /** The next claims; empty when the run is at its end or a dry run. */
  public List<Claim> nextClaims() {
    RunEngine started = engine;
    return started == null ? List.of() : started.next();
  }

  public Map<String, Standing> standings(Collection<String> keys) {
    return retry.call(
        () -> components.standings().standing(keys, components.settings().guard().minAge()));
  }

  public void write(ClaimBatch batch) {
    Objects.requireNonNull(engine, "begin was not called").write(batch);
  }

  /** Finishes the calls in flight and writes the ending of the run; returns the ending. */
  public Ending end() {
    RunEngine started = engine;
    try {
      if (started != null) {
        started.close();
      }
      boolean nothingLeft = started != null && started.nothingLeft();
      long failed = started == null ? 0 : started.failed();
      ending.written(
          new RunCloser(run, components.runs(), control, retry).close(nothingLeft, failed));
    } catch (DatabaseUnavailableException givenUp) {
      log.debug("The run's ending could not be written.", givenUp);
    } catch (RuntimeException failure) {
      fault(failure);
    }
    return ending.get();
  }

  /** Ends the run because of an unexpected failure. An earlier ending takes precedence. */
  public void fault(Throwable failure) {
    ending.fault(failure);
  }

  RunEnding ending() {
    return ending;
  }

  public @Nullable Plan plan() {
    return plan;
  }

  public Run run() {
    return run;
  }

  /** The ceiling in force. */
  public Rate rate() {
    return watch.ceiling().rate();
  }

  public RunControl control() {
    return control;
  }

  public DatabaseRetry retry() {
    return retry;
  }

  /** What operators ask of the run. */
  public Orders orders() {
    return watch.orders();
  }

  /** How far the run is, null before the first claim. */
  public @Nullable RunFigures figures() {
    RunEngine started = engine;
    Plan planned = plan;
    return started == null || planned == null ? null : started.figures(run, planned);
  }

  /** Counts for monitoring, null before the first claim. */
  public @Nullable CallStats calls() {
    return engine == null ? null : engine.calls();
  }

  long sent() {
    RunEngine started = engine;
    return started == null ? 0 : started.sent();
  }
}
