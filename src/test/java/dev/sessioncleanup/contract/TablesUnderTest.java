package dev.sessioncleanup.contract;

import dev.sessioncleanup.ledger.Backlog;
import dev.sessioncleanup.ledger.Ledger;
import dev.sessioncleanup.ledger.Outcome;
import dev.sessioncleanup.pacing.RateLimiter;
import dev.sessioncleanup.runs.RunState;
import dev.sessioncleanup.runs.Runs;
import dev.sessioncleanup.tracking.Standings;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The tables, real or in memory: their ports, and the changes that the tracking application,
 * operators and other processes make.
 */
public interface TablesUnderTest extends AutoCloseable {

  /** Tracks a session of this age. */
  void track(String key, String account, String status, Duration age);

  /** The tracking application changes the status. */
  void changeStatus(String key, String status);

  /** The tracking application moves the session to another account. */
  void changeAccount(String key, String account);

  /** The tracking application corrects when the session was created. */
  void changeAge(String key, Duration age);

  /** The tracking application deletes its row. */
  void untrack(String key);

  void settle(String key);

  boolean isSettled(String key);

  /** Locks the tracked row from another connection until the lock is closed. */
  RowLock lock(String key);

  /**
   * @param expiresIn null for a hold without an end; negative for an expired one
   */
  void hold(String key, @Nullable Duration expiresIn);

  /** An operator makes the session eligible again. */
  void reopen(String key);

  /** Inserts a recorded row of a separate run, after one attempt. */
  void recorded(String key, Outcome outcome, int unanswered);

  /** The server's clock. */
  Instant clock();

  /** Lets time pass for the pace of the account. */
  void pass(Duration time);

  /** Starts a process that holds its advisory lock; returns its id. */
  int startProcess();

  /** The process loses its advisory lock: all others treat it as dead. */
  void loseLock(int process);

  /** The process takes its advisory lock again. */
  void lockAgain(int process);

  /** Sets the state of the run, whatever it was. */
  void changeState(long runId, RunState state);

  Ledger ledger(int process);

  Backlog backlog(int process);

  Standings standings();

  Runs runs(int process);

  /**
   * @param rate ceiling, requests a second
   */
  RateLimiter limiter(int process, long runId, double rate);

  @Override
  void close();

  /** A lock on a row, until it is closed. */
  interface RowLock extends AutoCloseable {
    @Override
    void close();
  }
}
