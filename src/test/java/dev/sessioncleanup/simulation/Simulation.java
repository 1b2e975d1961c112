package dev.sessioncleanup.simulation;

import dev.sessioncleanup.runs.Ending;
import dev.sessioncleanup.runs.RunState;
import dev.sessioncleanup.settings.CleanupProperties;
import dev.sessioncleanup.settings.Rate;
import dev.sessioncleanup.simulation.SimulatedPave.Behaviour;
import dev.sessioncleanup.simulation.SimulatedTables.Rules;
import dev.sessioncleanup.simulation.SimulatedTables.RunRow;
import dev.sessioncleanup.simulation.SimulatedTables.Tracked;
import dev.sessioncleanup.sweep.RunOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One seed: sessions, settings, a few commands with random faults, and a last command without
 * faults. After it no outcome may be missing, wrong or open.
 */
public final class Simulation {
  private static final Duration FLOOR = Duration.ofHours(24);
  private static final long LONGEST = TimeUnit.HOURS.toNanos(12);
  private static final int LAST_COMMANDS = 6;

  private final SeededScheduler scheduler;
  private final Random random;
  private final SimulationStats stats = new SimulationStats();
  private final SimulatedTables tables;
  private final SimulatedPave pave;
  private final SimulatedProcess.Shared shared;
  private final SimulatedConnection.DatabaseFaults databaseFaults;
  private final List<SimulatedProcess> processes = new ArrayList<>();
  private final Violations violations;
  private final Invariants invariants;
  private final FinalInvariants finalInvariants;
  private final double rate;
  private final CleanupProperties settings;
  private final CleanupProperties lastSettings;
  private @Nullable Throwable failure;

  public Simulation(long seed, boolean traced) {
    this(seed, Rules.ALL, Mutant.NONE, traced);
  }

  /**
   * @param rules the rules of the tables that are enabled
   * @param mutant the faulty ports of each process
   * @param traced whether a trace is kept
   */
  Simulation(long seed, Rules rules, Mutant mutant, boolean traced) {
    this.scheduler = new SeededScheduler(seed, traced);
    this.random = scheduler.random();
    this.tables = new SimulatedTables(scheduler::now, rules);
    this.pave = new SimulatedPave(scheduler, stats);
    this.databaseFaults = new SimulatedConnection.DatabaseFaults(scheduler);
    this.shared =
        new SimulatedProcess.Shared(
            scheduler,
            tables,
            pave,
            new InMemoryRateLimiter.AccountPace(),
            databaseFaults,
            mutant,
            stats);
    this.rate = List.of(2.0, 10.0, 50.0, 200.0).get(random.nextInt(4));
    this.settings = settings(random.nextInt(4) == 0, random.nextInt(10) == 0 ? 10 : 100_000);
    this.lastSettings = settings(false, 100_000);
    this.violations = new Violations(tables, pave);
    this.invariants = new Invariants(tables, pave, violations);
    this.finalInvariants = new FinalInvariants(tables, pave, rate, violations);
  }

  /**
   * Runs to the end and checks everything.
   *
   * @throws AssertionError when an invariant does not hold
   */
  public SimulationStats run() {
    sessions();
    pave.observer = invariants;
    tables.observer = invariants;
    scheduler.process("operator").start("operator", this::operate);
    try {
      scheduler.run(LONGEST);
    } finally {
      violations.rethrow(); // the first violation is the cause of later ones
    }
    if (failure != null) {
      throw new AssertionError(failure.getMessage(), failure);
    }
    finalInvariants.check();
    stats.seeds = 1;
    stats.steps = scheduler.steps();
    stats.inferred = finalInvariants.inferred();
    return stats;
  }

  public String trace() {
    return scheduler.trace();
  }

  private CleanupProperties settings(boolean breaker, long maxCount) {
    return new CleanupProperties(
        Duration.ofDays(7),
        new Rate(rate),
        List.of(1, 4, 32).get(random.nextInt(3)),
        random.nextInt(1, 6),
        Duration.ofSeconds(2),
        new CleanupProperties.Guard(FLOOR, maxCount, 1, false),
        breaker
            ? new CleanupProperties.Breaker(random.nextBoolean() ? 50 : 6, 0.5, 0.5)
            : new CleanupProperties.Breaker(50, 1, 1),
        Duration.ofSeconds(random.nextInt(10, 60)),
        Duration.ofSeconds(5),
        Duration.ofDays(7),
        null);
  }

  private RunOptions options(boolean last) {
    Long limit = !last && random.nextInt(5) == 0 ? (long) random.nextInt(1, 20) : null;
    Duration budget =
        !last && random.nextInt(8) == 0 ? Duration.ofSeconds(random.nextInt(1, 20)) : null;
    boolean live = random.nextInt(3) == 0;
    return new RunOptions(
        Duration.ofDays(7), new Rate(rate), limit, 0, budget, 1, live, false, "simulation");
  }

  private void sessions() {
    int count = random.nextInt(3, 28);
    stats.sessions = count;
    for (int i = 0; i < count; i++) {
      String key = "K%02d".formatted(i);
      Tracked session =
          new Tracked(key, tables.clock().minus(Duration.ofDays(40 - random.nextInt(33))));
      tables.tracked.put(key, session);
      switch (random.nextInt(12)) {
        case 0 -> pave.sessions.put(key, "STARTED");
        case 1 -> pave.sessions.put(key, "EXPIRED");
        case 2 -> {} // PAVE does not know the session
        case 3 -> {
          pave.sessions.put(key, "IDLE");
          pave.behaviours.put(key, behaviour());
        }
        default -> pave.sessions.put(key, "IDLE");
      }
    }
  }

  private Behaviour behaviour() {
    return List.of(Behaviour.values()).get(random.nextInt(Behaviour.values().length));
  }

  private void operate() {
    try {
      int commands = random.nextInt(1, 4);
      for (int i = 0; i < commands; i++) {
        hurt();
        command(random.nextInt(3) == 0 ? 2 : 1);
      }
      leaveInPeace();
    } catch (SeededScheduler.ProcessKilled killed) {
      throw killed;
    } catch (RuntimeException | Error thrown) {
      failure = thrown;
    }
  }

  /** Chooses the fault rates. */
  private void hurt() {
    double degree = List.of(0.0, 0.02, 0.1, 0.3).get(random.nextInt(4));
    pave.faults.slow = true;
    pave.faults.lostBefore = degree / 2;
    pave.faults.lostAfter = degree;
    pave.faults.unexpected = degree / 2;
    pave.faults.throttled = degree / 4;
    double database = List.of(0.0, 0.0, 0.01, 0.1).get(random.nextInt(4));
    databaseFaults.lost = database / 2;
    databaseFaults.replyLost = database;
  }

  private void heal() {
    pave.faults.slow = false;
    pave.faults.lostBefore = 0;
    pave.faults.lostAfter = 0;
    pave.faults.unexpected = 0;
    pave.faults.throttled = 0;
    databaseFaults.lost = 0;
    databaseFaults.replyLost = 0;
    tables.locked.clear();
    tables.runs.stream()
        .filter(run -> run.state == RunState.PAUSED)
        .forEach(run -> run.state = RunState.RUNNING);
  }

  /** Runs one or two processes at once, with random disruptions. */
  private void command(int count) {
    List<SimulatedProcess> started = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      started.add(start(settings, options(false)));
    }
    int disruptions = random.nextInt(0, 5);
    for (int i = 0; i < disruptions; i++) {
      pass(Duration.ofMillis(random.nextInt(1, 4000)));
      disrupt(started.get(random.nextInt(started.size())));
    }
    awaitEnd(started);
  }

  private SimulatedProcess start(CleanupProperties properties, RunOptions options) {
    SimulatedProcess process = new SimulatedProcess(shared, properties, options);
    processes.add(process);
    process.start();
    return process;
  }

  private void disrupt(SimulatedProcess process) {
    switch (random.nextInt(12)) {
      case 0, 1, 2 -> {
        stats.kills += process.isRunning() ? 1 : 0;
        process.kill();
      }
      case 3 -> {
        stats.stops += process.isRunning() ? 1 : 0;
        process.stop(settings.grace());
      }
      case 4 -> {
        stats.lockLosses++;
        process.loseLock();
      }
      case 5 -> {
        stats.databaseOutages++;
        databaseFaults.downUntil = scheduler.now() + seconds(random.nextInt(1, 30));
      }
      case 6 -> {
        stats.outages++;
        pave.faults.unavailableUntil = scheduler.now() + seconds(random.nextInt(1, 30));
      }
      case 7 -> pave.faults.refusesUntil = scheduler.now() + seconds(random.nextInt(1, 12));
      case 8 -> trackingChanges();
      case 9 -> steer();
      case 10 -> {
        pave.faults.deletesThrottled = random.nextBoolean();
        pave.faults.deletesFailUntil = scheduler.now() + seconds(random.nextInt(1, 30));
      }
      default -> pave.faults.throttlesUntil = scheduler.now() + seconds(random.nextInt(1, 30));
    }
  }

  /**
   * Sessions change at PAVE, the tracking application is updated, and operators put sessions on
   * hold.
   */
  private void trackingChanges() {
    for (Tracked session : new ArrayList<>(tables.tracked.values())) {
      switch (random.nextInt(10)) {
        case 0 -> {
          if ("IDLE".equals(pave.sessions.get(session.key))) {
            pave.sessions.put(session.key, "STARTED");
            session.status = random.nextBoolean() ? "STARTED" : session.status;
          }
        }
        case 1 -> {
          // The webhook reports our own deletion.
          if (pave.removed.contains(session.key)) {
            if (random.nextBoolean()) {
              session.status = "DELETED";
            } else {
              tables.tracked.remove(session.key);
            }
          }
        }
        case 2 -> tables.hold(session.key);
        case 3 -> tables.locked.add(session.key);
        default -> tables.locked.remove(session.key);
      }
    }
  }

  private void steer() {
    List<RunRow> running =
        tables.runs.stream().filter(run -> run.state == RunState.RUNNING).toList();
    if (running.isEmpty()) {
      return;
    }
    RunRow run = running.get(random.nextInt(running.size()));
    if (random.nextInt(3) == 0) {
      stats.cancels++;
      run.state = RunState.CANCELLED;
      return;
    }
    stats.pauses++;
    run.state = RunState.PAUSED;
    pass(Duration.ofSeconds(random.nextInt(1, 40)));
    if (run.state == RunState.PAUSED) {
      run.state = RunState.RUNNING;
    }
  }

  /** Repeats the same command without faults until nothing is left. */
  private void leaveInPeace() {
    heal();
    pass(Duration.ofMinutes(2));
    for (int i = 0; i < LAST_COMMANDS; i++) {
      SimulatedProcess process = start(lastSettings, options(true));
      awaitEnd(List.of(process));
      Ending.Kind ending = process.ending();
      if (ending == Ending.Kind.COMPLETE || ending == Ending.Kind.SOME_FAILED) {
        return;
      }
    }
    throw new AssertionError("does not come to its end: " + processes.getLast().summaries());
  }

  private void awaitEnd(List<SimulatedProcess> started) {
    while (started.stream().anyMatch(SimulatedProcess::isRunning)) {
      pass(Duration.ofMillis(500));
    }
  }

  private void pass(Duration time) {
    SeededScheduler.SimulatedThreads clock = scheduler.current();
    clock.sleepUntil(clock.nanos() + time.toNanos());
  }

  private static long seconds(int count) {
    return TimeUnit.SECONDS.toNanos(count);
  }
}
