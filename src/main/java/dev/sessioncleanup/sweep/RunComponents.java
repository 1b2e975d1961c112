package dev.sessioncleanup.sweep;

import dev.sessioncleanup.concurrent.Scheduler;
import dev.sessioncleanup.ledger.Backlog;
import dev.sessioncleanup.ledger.Ledger;
import dev.sessioncleanup.pacing.Ceiling;
import dev.sessioncleanup.pacing.RateLimiter;
import dev.sessioncleanup.pave.Pave;
import dev.sessioncleanup.runs.Run;
import dev.sessioncleanup.runs.Runs;
import dev.sessioncleanup.seal.Seals;
import dev.sessioncleanup.settings.CleanupProperties;
import dev.sessioncleanup.tracking.Standings;
import java.util.function.DoubleSupplier;

/** The collaborators of runs, for a process that holds its advisory lock. */
public interface RunComponents {
  CleanupProperties settings();

  Ledger ledger();

  Backlog backlog();

  Runs runs();

  Standings standings();

  Seals seals();

  /**
   * @param ceiling of the account in this run
   */
  RateLimiter limiter(Run run, Ceiling ceiling);

  Pave pave(String account);

  /** Must be called when the advisory lock of this process seems lost. */
  void checkLock();

  Scheduler scheduler();

  /** Random numbers, evenly distributed from 0 to 1, for the jitter of retries. */
  DoubleSupplier chance();
}
