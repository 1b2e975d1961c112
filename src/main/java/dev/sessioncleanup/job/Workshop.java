package dev.sessioncleanup.job;

import dev.sessioncleanup.audit.Backlog;
import dev.sessioncleanup.audit.Guard;
import dev.sessioncleanup.audit.JdbcLedger;
import dev.sessioncleanup.audit.Ledger;
import dev.sessioncleanup.audit.ProcessLock;
import dev.sessioncleanup.audit.Run;
import dev.sessioncleanup.audit.RunCounts;
import dev.sessioncleanup.audit.Runs;
import dev.sessioncleanup.audit.Selection;
import dev.sessioncleanup.deletion.Parts;
import dev.sessioncleanup.deletion.Pipe;
import dev.sessioncleanup.deletion.Supply;
import dev.sessioncleanup.deletion.Terms;
import dev.sessioncleanup.deletion.Ticker;
import dev.sessioncleanup.pacing.JdbcSlots;
import dev.sessioncleanup.pave.PaveAccounts;
import dev.sessioncleanup.settings.CleanupProperties;
import dev.sessioncleanup.tracking.TrackedSessions;
import java.time.Instant;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Puts together what a run works with, for a process that holds its lock. */
final class Workshop {
  private static final long NO_RUN = 0;

  private final JdbcClient jdbc;
  private final PaveAccounts accounts;
  private final CleanupProperties settings;
  private final ProcessLock lock;

  Workshop(JdbcClient jdbc, PaveAccounts accounts, CleanupProperties settings, ProcessLock lock) {
    this.jdbc = jdbc;
    this.accounts = accounts;
    this.settings = settings;
    this.lock = lock;
  }

  Pipe pipe(RunContext context) {
    Run run = context.run();
    var terms =
        new JdbcSlots.Terms(
            run.account(),
            run.runId(),
            lock.processId(),
            context.options().rate(),
            settings.guard().minAge());
    Parts parts =
        new Parts(
            ledger(),
            new JdbcSlots(jdbc, terms, lock::backendPid),
            accounts.forAccount(run.account()),
            lock::suspect,
            Ticker.SYSTEM);
    return new Pipe(run.account(), parts, terms(context), context.control(), context.patience());
  }

  private Terms terms(RunContext context) {
    return new Terms(
        context.run().runId(),
        context.options().rate(),
        settings.maxInFlight(),
        settings.maxAttempts(),
        context.options().live(),
        settings.unavailableAfter(),
        settings.breaker());
  }

  Supply supply(RunContext context, Pipe pipe, RunCounts.Counts before) {
    Long limit = context.options().limit();
    var bounds =
        new Supply.Bounds(
            limit == null ? Long.MAX_VALUE / 2 : limit,
            settings.guard().maxCount(),
            context.options().limitUsed() + before.sent(),
            before.claimed(),
            settings.unavailableAfter());
    return new Supply(ledger(), backlog(), pipe, selection(context.run()), bounds);
  }

  /** The plan of a run that is not planned yet. */
  Plan preview(SweepRequest request, String account) {
    RunOptions options = request.options();
    Instant stale = runs().cutoff(options.age());
    Instant to = request.createdTo();
    Instant before = to != null && to.isBefore(stale) ? to : stale;
    Selection selection =
        new Selection(NO_RUN, account, request.createdFrom(), before, settings.guard().minAge());
    Backlog.Eligible eligible = backlog().eligible(selection, List.of());
    long orphans = backlog().orphans(selection);
    long all = eligible.count() + orphans;
    Long limit = options.limit();
    long count = limit == null ? all : Math.min(limit, all);
    return new Plan(count, orphans, eligible, backlog().around(selection));
  }

  private Ledger ledger() {
    return new JdbcLedger(jdbc, lock.processId());
  }

  Selection selection(Run run) {
    return run.selection(settings.guard().minAge());
  }

  Guard guard(RunOptions options) {
    return new Guard(settings.guard(), options.maxShare());
  }

  Backlog backlog() {
    return new Backlog(jdbc, lock.processId());
  }

  Runs runs() {
    return new Runs(jdbc, lock.processId());
  }

  RunCounts counts() {
    return new RunCounts(jdbc);
  }

  TrackedSessions tracked() {
    return new TrackedSessions(jdbc);
  }

  CleanupProperties settings() {
    return settings;
  }
}
