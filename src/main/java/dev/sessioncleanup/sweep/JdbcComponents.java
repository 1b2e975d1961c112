package dev.sessioncleanup.sweep;

import dev.sessioncleanup.concurrent.Scheduler;
import dev.sessioncleanup.concurrent.SystemScheduler;
import dev.sessioncleanup.database.ProcessLock;
import dev.sessioncleanup.ledger.Backlog;
import dev.sessioncleanup.ledger.JdbcBacklog;
import dev.sessioncleanup.ledger.JdbcLedger;
import dev.sessioncleanup.ledger.Ledger;
import dev.sessioncleanup.pacing.Ceiling;
import dev.sessioncleanup.pacing.JdbcRateLimiter;
import dev.sessioncleanup.pacing.RateLimiter;
import dev.sessioncleanup.pave.Pave;
import dev.sessioncleanup.pave.PaveAccounts;
import dev.sessioncleanup.runs.JdbcRuns;
import dev.sessioncleanup.runs.Run;
import dev.sessioncleanup.runs.Runs;
import dev.sessioncleanup.seal.JdbcSeals;
import dev.sessioncleanup.seal.Seals;
import dev.sessioncleanup.settings.CleanupProperties;
import dev.sessioncleanup.tracking.Standings;
import dev.sessioncleanup.tracking.TrackedSessions;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The components that use PostgreSQL and PAVE. */
public record JdbcComponents(
    DataSource database,
    JdbcClient jdbc,
    PaveAccounts accounts,
    CleanupProperties settings,
    ProcessLock lock)
    implements RunComponents {
  private static final Scheduler SCHEDULER = new SystemScheduler();

  public JdbcComponents(
      DataSource database, PaveAccounts accounts, CleanupProperties settings, ProcessLock lock) {
    this(database, JdbcClient.create(database), accounts, settings, lock);
  }

  @Override
  public Ledger ledger() {
    return new JdbcLedger(jdbc, lock.processId());
  }

  @Override
  public Backlog backlog() {
    return new JdbcBacklog(jdbc, lock.processId());
  }

  @Override
  public Runs runs() {
    return new JdbcRuns(jdbc, lock.processId());
  }

  @Override
  public Standings standings() {
    return new TrackedSessions(jdbc);
  }

  @Override
  public Seals seals() {
    return new JdbcSeals(database, lock.processId());
  }

  @Override
  public RateLimiter limiter(Run run, Ceiling ceiling) {
    var terms =
        new JdbcRateLimiter.Scope(
            run.account(), run.runId(), lock.processId(), ceiling, settings.guard().minAge());
    return new JdbcRateLimiter(jdbc, terms, lock::backendPid);
  }

  @Override
  public Pave pave(String account) {
    return accounts.forAccount(account);
  }

  @Override
  public void checkLock() {
    lock.checkNow();
  }

  @Override
  public Scheduler scheduler() {
    return SCHEDULER;
  }

  @Override
  public DoubleSupplier chance() {
    return () -> ThreadLocalRandom.current().nextDouble();
  }
}
