package dev.sessioncleanup.sweep;

import dev.sessioncleanup.claiming.ClaimBudget;
import dev.sessioncleanup.claiming.ClaimSource;
import dev.sessioncleanup.claiming.ClaimTables;
import dev.sessioncleanup.engine.CallStats;
import dev.sessioncleanup.engine.Engine;
import dev.sessioncleanup.engine.EnginePorts;
import dev.sessioncleanup.engine.EngineSettings;
import dev.sessioncleanup.ledger.Claim;
import dev.sessioncleanup.ledger.Outcome;
import dev.sessioncleanup.pacing.Ceiling;
import dev.sessioncleanup.runs.DatabaseRetry;
import dev.sessioncleanup.runs.Run;
import dev.sessioncleanup.runs.RunControl;
import dev.sessioncleanup.runs.RunCounts;
import dev.sessioncleanup.settings.CleanupProperties;
import java.util.List;

/** Creates the engine of one run and the source of its claims, from the run's settings. */
final class RunEngine {
  private final Engine engine;
  private final ClaimSource source;
  private final RunCounts before;

  private RunEngine(Engine engine, ClaimSource source, RunCounts before) {
    this.engine = engine;
    this.source = source;
    this.before = before;
  }

  /**
   * Starts the engine.
   *
   * @param before counts of what earlier processes did in the run
   */
  static RunEngine start(
      Run run, RunOptions options, RunCounts before, RunComponents components, Shared shared) {
    Engine engine =
        new Engine(
            ports(run, shared.ceiling(), components),
            settings(run, options, shared.ceiling(), components.settings()),
            shared.control(),
            shared.retry());
    ClaimSource source =
        new ClaimSource(
            tables(run, components),
            limits(options, before, shared.ceiling(), components.settings()),
            engine,
            shared.retry(),
            shared.control());
    engine.start();
    return new RunEngine(engine, source, before);
  }

  /** Objects that the run shares with its engine. */
  record Shared(RunControl control, DatabaseRetry retry, Ceiling ceiling) {}

  /** The next claims; empty when the run is at its end. */
  List<Claim> next() {
    return source.next();
  }

  void write(ClaimBatch batch) {
    engine.record(batch.findings());
    engine.submit(batch.claims());
  }

  /** Finishes the calls in flight. */
  void close() {
    engine.close();
  }

  CallStats calls() {
    return engine.calls();
  }

  /** Whether nothing is left to do. */
  boolean nothingLeft() {
    return source.exhausted();
  }

  RunFigures figures(Run run, Plan plan) {
    return RunFigures.of(run, before, plan, engine.stats().snapshot());
  }

  /** The number of sessions that failed in this process, including those of other runs. */
  long failed() {
    return engine.stats().snapshot().of(Outcome.FAILED);
  }

  /**
   * The number of sessions with a DELETE: those of the run, sent by any process, and those that
   * this process took over from other runs.
   */
  long sent() {
    return before.sent() + engine.inFlight().sentSessions();
  }

  private static EnginePorts ports(Run run, Ceiling ceiling, RunComponents components) {
    return new EnginePorts(
        components.ledger(),
        components.limiter(run, ceiling),
        components.pave(run.account()),
        components::checkLock,
        components.scheduler(),
        components.chance());
  }

  private static EngineSettings settings(
      Run run, RunOptions options, Ceiling ceiling, CleanupProperties settings) {
    return new EngineSettings(
        run.runId(),
        ceiling,
        settings.maxInFlight(),
        settings.maxAttempts(),
        options.live(),
        settings.unavailableAfter(),
        settings.breaker());
  }

  private static ClaimTables tables(Run run, RunComponents components) {
    return new ClaimTables(
        components.ledger(),
        components.backlog(),
        run.selection(components.settings().guard().minAge()),
        components.scheduler());
  }

  private static ClaimSource.Limits limits(
      RunOptions options, RunCounts before, Ceiling ceiling, CleanupProperties settings) {
    Long limit = options.limit();
    return new ClaimSource.Limits(
        new ClaimBudget.Bounds(
            ceiling,
            limit == null ? Long.MAX_VALUE / 2 : limit,
            settings.guard().maxCount(),
            options.limitUsed() + before.sent(),
            before.claimed()),
        settings.unavailableAfter());
  }
}
