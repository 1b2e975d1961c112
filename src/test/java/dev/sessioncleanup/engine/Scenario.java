package dev.sessioncleanup.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessioncleanup.ledger.Outcome;
import dev.sessioncleanup.ledger.Selection;
import dev.sessioncleanup.pacing.RateLimiter;
import dev.sessioncleanup.runs.Ending;
import dev.sessioncleanup.runs.RunCommand;
import dev.sessioncleanup.runs.RunControl;
import dev.sessioncleanup.runs.RunState;
import dev.sessioncleanup.runs.RunStats;
import dev.sessioncleanup.simulation.InMemoryRateLimiter;
import dev.sessioncleanup.simulation.SeededScheduler;
import dev.sessioncleanup.simulation.SeededScheduler.SimulatedThreads;
import dev.sessioncleanup.simulation.SimulatedConnection;
import dev.sessioncleanup.simulation.SimulatedTables;
import dev.sessioncleanup.simulation.SimulatedTables.AuditRow;
import dev.sessioncleanup.simulation.SimulatedTables.Rules;
import dev.sessioncleanup.simulation.SimulatedTables.RunRow;
import dev.sessioncleanup.simulation.SimulatedTables.Tracked;
import dev.sessioncleanup.simulation.SimulationStats;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * One run of the real engine from its first claim to its end; everything else is in memory and
 * scripted. A scenario must pass with every seed; -Dscenario.seeds=N runs more of them.
 */
final class Scenario {
  static final long RUN = 1;
  private static final int SEEDS = Integer.getInteger("scenario.seeds", 20);
  private static final long LONGEST = TimeUnit.HOURS.toNanos(48);
  private static final long POLL_INTERVAL = TimeUnit.MILLISECONDS.toNanos(1);

  final ScenarioSettings settings = new ScenarioSettings();
  final SimulatedTables tables;
  final ScriptedPave pave;
  final ScriptedFaults database;
  final RunControl control;
  private final SeededScheduler scheduler;
  private final SimulatedThreads threads;
  private final SimulatedThreads operator;
  private final InMemoryRateLimiter.AccountPace pace = new InMemoryRateLimiter.AccountPace();
  private final int process;
  private @Nullable ScenarioRun run;
  private long serverOffset;
  private int lockSuspected;

  private Scenario(long seed) {
    scheduler = new SeededScheduler(seed, false);
    threads = scheduler.process("run");
    operator = scheduler.process("operator");
    tables = new SimulatedTables(() -> scheduler.now() - serverOffset, Rules.ALL);
    process = tables.newProcess();
    pave = new ScriptedPave(threads, scheduler.random());
    database = new ScriptedFaults(threads);
    control = new RunControl(threads);
    Instant stale = tables.clock().minus(Duration.ofDays(7));
    RunRow row = new RunRow(RUN, RunCommand.sweep("default", false), stale, process);
    row.state = RunState.RUNNING;
    tables.runs.add(row);
  }

  /** Runs the scenario with several seeds. */
  static void each(Consumer<Scenario> test) {
    each(SEEDS, test);
  }

  static void each(int seeds, Consumer<Scenario> test) {
    for (int seed = 1; seed <= seeds; seed++) {
      Scenario scenario = new Scenario(seed);
      try {
        test.accept(scenario);
      } catch (AssertionError failure) {
        throw new AssertionError(
            "seed %d: %s%n%s".formatted(seed, failure.getMessage(), scenario), failure);
      }
    }
  }

  /** Tracks sessions, the oldest first. */
  Scenario track(String... keys) {
    for (String key : keys) {
      Instant created =
          tables.clock().minus(Duration.ofDays(30)).plusSeconds(tables.tracked.size());
      tables.tracked.put(key, new Tracked(key, created));
    }
    return this;
  }

  Scenario track(int sessions) {
    return track(keys(sessions).toArray(String[]::new));
  }

  static List<String> keys(int sessions) {
    return IntStream.rangeClosed(1, sessions).mapToObj("K%03d"::formatted).toList();
  }

  Tracked tracked(String key) {
    return Objects.requireNonNull(tables.tracked.get(key), key);
  }

  /** Inserts an open claim of a dead process. */
  AuditRow orphan(long runId, String key, int attempts, int unanswered) {
    AuditRow row = tables.insert(runId, key, "default", 99);
    row.attempts = attempts;
    row.unanswered = unanswered;
    return row;
  }

  /** Runs the action right after sessions are claimed. */
  void afterClaim(Runnable action) {
    database.after("claim", action);
  }

  /** Sets the clock of the database back. */
  void setServerBack(Duration time) {
    serverOffset += time.toNanos();
  }

  /** PAVE throttles another process of the account. */
  void anotherProcessIsThrottled(Duration wait) {
    limiter(tables.newProcess()).slowDown(tables.micros(), wait, "429");
  }

  private RateLimiter limiter(int ofProcess) {
    var terms =
        new InMemoryRateLimiter.Scope(
            "default", ScenarioSettings.RATE.perSecond(), ScenarioSettings.FLOOR);
    return new InMemoryRateLimiter(tables, pace, ofProcess, RUN, terms);
  }

  /** Runs steps during the run; they may wait with {@link #until} and {@link #pass}. */
  Scenario duringRun(Runnable steps) {
    operator.start("operator", steps);
    return this;
  }

  void until(BooleanSupplier condition) {
    while (!condition.getAsBoolean()) {
      assertThat(isOver()).as("the run is over, and what was waited for did not happen").isFalse();
      operator.sleepUntil(operator.nanos() + POLL_INTERVAL);
    }
  }

  /** Blocks a thread of the run until the condition holds. */
  void holdUntil(BooleanSupplier condition) {
    while (!condition.getAsBoolean()) {
      threads.sleepUntil(threads.nanos() + POLL_INTERVAL);
    }
  }

  void untilOver() {
    until(this::isOver);
  }

  void pass(Duration time) {
    operator.sleepUntil(operator.nanos() + time.toNanos());
  }

  /** Executes the run from the first claim to its end. */
  Scenario run() {
    RunRow row = tables.runs.getFirst();
    var selection = new Selection(RUN, "default", null, row.createdBefore, ScenarioSettings.FLOOR);
    var connection = new SimulatedConnection(scheduler, threads, database, new SimulationStats());
    var parts =
        new ScenarioRun.Parts(
            tables, process, connection, limiter(process), pave, threads, scheduler.random());
    ScenarioRun started =
        new ScenarioRun(parts, settings, selection, () -> lockSuspected++, control);
    run = started;
    threads.start("step", started::run);
    scheduler.run(LONGEST);
    return this;
  }

  boolean isOver() {
    return run != null && run.isOver();
  }

  /** Nanoseconds of the monotonic clock. */
  long now() {
    return scheduler.now();
  }

  int process() {
    return process;
  }

  Engine engine() {
    return Objects.requireNonNull(run, "the scenario has not begun").engine();
  }

  int lockSuspected() {
    return lockSuspected;
  }

  void state(RunState state) {
    tables.runs.getFirst().state = state;
  }

  Ending.@Nullable Kind ending() {
    return control.ending().map(Ending::kind).orElse(null);
  }

  String reason() {
    return control.ending().map(Ending::reason).orElse("none");
  }

  RunStats.Snapshot stats() {
    return engine().stats().snapshot();
  }

  /** The session's last row. */
  AuditRow row(String key) {
    List<AuditRow> rows = tables.rowsOf(key);
    assertThat(rows).as("rows of " + key).isNotEmpty();
    return rows.getLast();
  }

  @Nullable Outcome outcome(String key) {
    return row(key).outcome;
  }

  long count(Outcome outcome) {
    return tables.audit.stream().filter(row -> row.outcome == outcome).count();
  }

  List<AuditRow> open() {
    return tables.audit.stream().filter(AuditRow::isOpen).toList();
  }

  /** Asserts that the run completed with nothing left. */
  Scenario assertComplete() {
    assertThat(ending()).as("ending: " + reason()).isNull();
    assertThat(run != null && run.isExhausted()).as("nothing is left").isTrue();
    return assertBalanced();
  }

  /** Asserts that no claim is open and that the counts match the audit. */
  Scenario assertBalanced() {
    assertThat(engine().inFlight().outstanding()).as("claims with a worker").isZero();
    assertThat(engine().inFlight().unsent()).as("claims that were not sent").isZero();
    assertThat(open()).as("open rows").isEmpty();
    for (Outcome outcome : Outcome.values()) {
      long confirmed = recorded(outcome, false);
      long inferred = recorded(outcome, true);
      assertThat(stats().of(outcome)).as("counted " + outcome).isEqualTo(confirmed + inferred);
      CallStats calls = engine().calls();
      assertThat(calls.recorded(outcome, false)).as("certain " + outcome).isEqualTo(confirmed);
      assertThat(calls.recorded(outcome, true)).as("inferred " + outcome).isEqualTo(inferred);
    }
    return this;
  }

  private long recorded(Outcome outcome, boolean inferred) {
    return tables.audit.stream()
        .filter(row -> row.outcome == outcome && row.inferred == inferred)
        .filter(row -> row.claimedBy == process)
        .count();
  }

  @Override
  public String toString() {
    return "ending %s, log %s, open rows of %s"
        .formatted(control.ending(), pave.log(), open().stream().map(row -> row.key).toList());
  }
}
