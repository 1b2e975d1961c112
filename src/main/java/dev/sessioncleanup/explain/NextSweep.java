package dev.sessioncleanup.explain;

import dev.sessioncleanup.ledger.Backlog;
import dev.sessioncleanup.ledger.JdbcBacklog;
import dev.sessioncleanup.ledger.Selection;
import dev.sessioncleanup.runs.Guard;
import dev.sessioncleanup.runs.JdbcRuns;
import dev.sessioncleanup.runs.Run;
import dev.sessioncleanup.runs.RunCounts;
import dev.sessioncleanup.runs.RunState;
import dev.sessioncleanup.settings.CleanupProperties;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The run that the next sweep of an account begins with: an interrupted one, or a new one.
 *
 * @param selection of a new run
 * @param resumed the interrupted run, null when there is none
 * @param planned sessions of the run
 * @param objection why a guard would stop it, null when none would
 */
public record NextSweep(
    Selection selection, @Nullable Run resumed, long planned, @Nullable String objection) {
  private static final int NO_PROCESS = 0;
  private static final long NO_RUN = 0;

  private static final String INTERRUPTED =
      """
      select r.run_id from cleanup_run r
      where r.kind = 'nightly' and r.account = :account and not r.dry_run
        and r.state in ('planned', 'running', 'paused', 'failed')
        and r.process_id not in (select p.process_id from live_process p)
      order by r.run_id
      limit 1
      """;

  /** The options of the sweep. */
  public record Options(Duration age, double maxShare) {}

  /** Reads what the sweep would find now; writes nothing. */
  public static NextSweep of(
      JdbcClient jdbc, String account, Options options, CleanupProperties settings) {
    JdbcRuns runs = new JdbcRuns(jdbc, NO_PROCESS);
    Duration floor = settings.guard().minAge();
    Selection fresh = new Selection(NO_RUN, account, null, runs.cutoff(options.age()), floor);
    Run resumed =
        jdbc.sql(INTERRUPTED)
            .param("account", account)
            .query(Long.class)
            .optional()
            .flatMap(runs::find)
            .orElse(null);
    Backlog backlog = new JdbcBacklog(jdbc, NO_PROCESS);
    Selection first = resumed == null ? fresh : resumed.selection(floor);
    RunCounts before = runs.counts(first.runId());
    long planned = before.claimed() + backlog.eligible(first).count() + backlog.orphans(first);
    long idle = backlog.leftAlone(first).idle() + before.claimed() - before.open();
    Optional<String> objects =
        new Guard(settings.guard(), options.maxShare())
            .objection(planned, idle)
            .map(text -> text.replace(" Nothing was sent.", ""));
    return new NextSweep(fresh, resumed, planned, objects.orElse(null));
  }

  boolean waits() {
    return resumed != null && resumed.state() == RunState.PAUSED;
  }
}
