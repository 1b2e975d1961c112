package dev.sessioncleanup.simulation;

import dev.sessioncleanup.contract.TablesUnderTest;
import dev.sessioncleanup.ledger.Backlog;
import dev.sessioncleanup.ledger.Ledger;
import dev.sessioncleanup.ledger.Outcome;
import dev.sessioncleanup.pacing.RateLimiter;
import dev.sessioncleanup.runs.RunCommand;
import dev.sessioncleanup.runs.RunState;
import dev.sessioncleanup.runs.Runs;
import dev.sessioncleanup.simulation.SimulatedTables.AuditRow;
import dev.sessioncleanup.simulation.SimulatedTables.Rules;
import dev.sessioncleanup.simulation.SimulatedTables.RunRow;
import dev.sessioncleanup.simulation.SimulatedTables.Tracked;
import dev.sessioncleanup.tracking.Standings;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The tables of the simulation; time passes only when a test advances it. */
final class InMemoryTables implements TablesUnderTest {
  private static final Duration FLOOR = Duration.ofHours(24);

  private final InMemoryRateLimiter.AccountPace pace = new InMemoryRateLimiter.AccountPace();
  private long nanos = TimeUnit.DAYS.toNanos(20_000);
  private final SimulatedTables tables = new SimulatedTables(() -> nanos, Rules.ALL);

  @Override
  public void track(String key, String account, String status, Duration age) {
    Tracked session = new Tracked(key, clock().minus(age));
    session.account = account;
    session.status = status;
    tables.tracked.put(key, session);
  }

  @Override
  public void changeStatus(String key, String status) {
    tracked(key).status = status;
  }

  @Override
  public void changeAccount(String key, String account) {
    tracked(key).account = account;
  }

  @Override
  public void changeAge(String key, Duration age) {
    tracked(key).createdAt = clock().minus(age);
  }

  @Override
  public void untrack(String key) {
    tables.tracked.remove(key);
  }

  @Override
  public void settle(String key) {
    tracked(key).settled = true;
  }

  @Override
  public boolean isSettled(String key) {
    return tracked(key).settled;
  }

  private Tracked tracked(String key) {
    return Objects.requireNonNull(tables.tracked.get(key), "not tracked");
  }

  @Override
  public RowLock lock(String key) {
    tables.locked.add(key);
    return () -> tables.locked.remove(key);
  }

  @Override
  public void hold(String key, @Nullable Duration expiresIn) {
    if (expiresIn == null) {
      tables.hold(key);
    } else {
      tables.holds.put(key, clock().plus(expiresIn));
    }
  }

  @Override
  public void reopen(String key) {
    tables.reopened.merge(key, 1, Integer::sum);
  }

  @Override
  public void recorded(String key, Outcome outcome, int unanswered) {
    RunRow run = tables.insertRun(RunCommand.sweep("default", false), clock(), 0);
    run.state = RunState.COMPLETE;
    AuditRow row = tables.insert(run.runId, key, "default", 0);
    row.outcome = outcome;
    row.attempts = 1;
    row.unanswered = unanswered;
  }

  @Override
  public Instant clock() {
    return tables.clock();
  }

  @Override
  public void pass(Duration time) {
    nanos += time.toNanos();
  }

  @Override
  public int startProcess() {
    return tables.newProcess();
  }

  @Override
  public void loseLock(int process) {
    tables.locks.put(process, false);
  }

  @Override
  public void lockAgain(int process) {
    tables.locks.put(process, true);
  }

  @Override
  public void changeState(long runId, RunState state) {
    tables.runs.stream().filter(run -> run.runId == runId).forEach(run -> run.state = state);
  }

  @Override
  public Ledger ledger(int process) {
    return new InMemoryLedger(tables, process);
  }

  @Override
  public Backlog backlog(int process) {
    return new InMemoryBacklog(tables, process);
  }

  @Override
  public Standings standings() {
    return new InMemoryBacklog(tables, 0);
  }

  @Override
  public Runs runs(int process) {
    return new InMemoryRuns(tables, process);
  }

  @Override
  public RateLimiter limiter(int process, long runId, double rate) {
    var scope = new InMemoryRateLimiter.Scope("default", rate, FLOOR);
    return new InMemoryRateLimiter(tables, pace, process, runId, scope);
  }

  @Override
  public void close() {}
}
