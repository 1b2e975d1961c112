package dev.sessioncleanup.simulation;

import dev.sessioncleanup.job.DirectRuns;
import dev.sessioncleanup.ledger.Backlog;
import dev.sessioncleanup.ledger.Ledger;
import dev.sessioncleanup.pacing.RateLimiter;
import dev.sessioncleanup.runs.Ending;
import dev.sessioncleanup.runs.Runs;
import dev.sessioncleanup.settings.CleanupProperties;
import dev.sessioncleanup.sweep.RunOptions;
import dev.sessioncleanup.sweep.RunSummary;
import dev.sessioncleanup.sweep.SweepRequest;
import dev.sessioncleanup.tracking.Standings;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One process of the program, from its command until it ends or is killed. */
final class SimulatedProcess {
  private final SeededScheduler scheduler;
  private final SimulatedTables tables;
  private final SeededScheduler.SimulatedThreads process;
  private final int processId;
  private final DirectRuns runs;
  private List<RunSummary> summaries = List.of();
  private boolean ended;

  /** What all processes of a simulation share. */
  record Shared(
      SeededScheduler scheduler,
      SimulatedTables tables,
      SimulatedPave pave,
      InMemoryRateLimiter.AccountPace pace,
      SimulatedConnection.Faults faults,
      Mutant mutant,
      SimulationStats stats) {}

  SimulatedProcess(Shared shared, CleanupProperties settings, RunOptions options) {
    this.scheduler = shared.scheduler();
    this.tables = shared.tables();
    this.processId = tables.newProcess();
    this.process = scheduler.process("P" + processId);
    SimulatedConnection connection =
        new SimulatedConnection(scheduler, process, shared.faults(), shared.stats());
    var terms =
        new InMemoryRateLimiter.Scope(
            "default", options.rate().perSecond(), settings.guard().minAge());
    this.runs =
        new DirectRuns(
            new DirectRuns.Ports(
                settings,
                connection.over(
                    Ledger.class, shared.mutant().ledger(new InMemoryLedger(tables, processId))),
                connection.over(Backlog.class, new InMemoryBacklog(tables, processId)),
                connection.over(Runs.class, new InMemoryRuns(tables, processId)),
                connection.over(Standings.class, new InMemoryBacklog(tables, processId)),
                run ->
                    connection.over(
                        RateLimiter.class,
                        shared
                            .mutant()
                            .limiter(
                                new InMemoryRateLimiter(
                                    tables, shared.pace(), processId, run.runId(), terms))),
                shared.mutant().pave(shared.pave().as(process)),
                this::lockAgain,
                process,
                scheduler.random()::nextDouble),
            new SweepRequest(List.of("default"), null, null, options));
    shared.stats().processes++;
  }

  void start() {
    process.start("main", this::main);
  }

  private void main() {
    summaries = runs.call();
    ended = true;
    tables.locks.put(processId, false);
    process.note("exit ", summaries);
  }

  /** Cuts the connection that holds the advisory lock. */
  void loseLock() {
    if (isRunning()) {
      scheduler.note("P" + processId + " loses its lock");
      tables.locks.put(processId, false);
    }
  }

  /** Takes the lock again, as the program does when it suspects that the lock is lost. */
  private void lockAgain() {
    process.start(
        "lock",
        () -> {
          process.sleepUntil(process.nanos() + TimeUnit.MILLISECONDS.toNanos(500));
          if (!ended) {
            tables.locks.put(processId, true);
          }
        });
  }

  void stop(Duration grace) {
    if (isRunning()) {
      scheduler.note("P" + processId + " SIGTERM");
      runs.stop(grace);
    }
  }

  void kill() {
    if (isRunning()) {
      scheduler.kill(process);
      tables.locks.put(processId, false);
    }
  }

  boolean isRunning() {
    return !ended && !process.isKilled();
  }

  Ending.@Nullable Kind ending() {
    return summaries.isEmpty() ? null : summaries.getLast().ending().kind();
  }

  List<RunSummary> summaries() {
    return summaries;
  }
}
