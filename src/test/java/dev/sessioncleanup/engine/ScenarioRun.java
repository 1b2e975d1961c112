package dev.sessioncleanup.engine;

import dev.sessioncleanup.claiming.ClaimSource;
import dev.sessioncleanup.claiming.ClaimTables;
import dev.sessioncleanup.ledger.Backlog;
import dev.sessioncleanup.ledger.Claim;
import dev.sessioncleanup.ledger.Ledger;
import dev.sessioncleanup.ledger.Selection;
import dev.sessioncleanup.pacing.RateLimiter;
import dev.sessioncleanup.runs.DatabaseRetry;
import dev.sessioncleanup.runs.DatabaseUnavailableException;
import dev.sessioncleanup.runs.RunControl;
import dev.sessioncleanup.simulation.InMemoryBacklog;
import dev.sessioncleanup.simulation.InMemoryLedger;
import dev.sessioncleanup.simulation.SeededScheduler.SimulatedThreads;
import dev.sessioncleanup.simulation.SimulatedConnection;
import dev.sessioncleanup.simulation.SimulatedTables;
import java.util.List;
import java.util.Random;

/** The engine and its claim source, used as in the job's chunk step. */
final class ScenarioRun {
  private final Engine engine;
  private final ClaimSource source;
  private final RunControl control;
  private boolean over;

  /** What the run of a scenario uses; its process owns the run of the selection. */
  record Parts(
      SimulatedTables tables,
      int process,
      SimulatedConnection connection,
      RateLimiter limiter,
      ScriptedPave pave,
      SimulatedThreads threads,
      Random random) {}

  ScenarioRun(
      Parts parts,
      ScenarioSettings settings,
      Selection selection,
      Runnable checkLock,
      RunControl control) {
    SimulatedTables tables = parts.tables();
    SimulatedConnection connection = parts.connection();
    Ledger ledger = connection.over(Ledger.class, new InMemoryLedger(tables, parts.process()));
    RateLimiter limiter = connection.over(RateLimiter.class, parts.limiter());
    var ports =
        new EnginePorts(
            ledger, limiter, parts.pave(), checkLock, parts.threads(), parts.random()::nextDouble);
    DatabaseRetry retry =
        new DatabaseRetry(control, settings.databaseUnavailableAfter, parts.threads());
    this.control = control;
    this.engine = new Engine(ports, settings.engine(selection), control, retry);
    Backlog backlog = connection.over(Backlog.class, new InMemoryBacklog(tables, parts.process()));
    this.source =
        new ClaimSource(
            new ClaimTables(ledger, backlog, selection, parts.threads()),
            settings.limits(),
            engine,
            retry,
            control);
  }

  void run() {
    engine.start();
    try {
      for (List<Claim> claims = source.next(); !claims.isEmpty(); claims = source.next()) {
        engine.submit(claims);
      }
    } catch (DatabaseUnavailableException outage) {
      if (!control.ended()) {
        throw new AssertionError("the database was given up, and the run goes on", outage);
      }
    } finally {
      engine.close();
      over = true;
    }
  }

  boolean isOver() {
    return over;
  }

  Engine engine() {
    return engine;
  }

  /** Whether the claim source found that nothing is left. */
  boolean isExhausted() {
    return source.exhausted();
  }
}
