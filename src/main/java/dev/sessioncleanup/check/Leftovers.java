package dev.sessioncleanup.check;

import dev.sessioncleanup.text.Quantity;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What earlier runs have left behind, and what their audit says about the way to PAVE. */
final class Leftovers {
  private static final String UNFINISHED =
      """
      select r.run_id, r.kind, r.account, r.state, count(a.audit_id) as claims
      from cleanup_run r
      left join session_audit a on a.run_id = r.run_id and a.outcome is null
      where r.state in ('planned', 'running', 'paused', 'failed') and not r.dry_run
        and (r.saved_at is null or r.carried_out_at is not null)
        and r.process_id not in (select p.process_id from live_process p)
      group by r.run_id
      order by r.run_id
      """;

  /** Of runs that have ended. */
  private static final String CLAIMS =
      """
      select count(*) from session_audit a
      join cleanup_run r on r.run_id = a.run_id
      where a.outcome is null and r.state in ('complete', 'partial', 'aborted', 'cancelled')
        and a.claimed_by not in (select p.process_id from live_process p)
      """;

  private static final String UNSEALED =
      """
      select u.account, count(*) as runs, min(u.run_id) as oldest
      from unsealed_run u
      where not u.process_alive
      group by u.account
      order by u.account
      """;

  private static final String PACE =
      """
      select c.account, coalesce(c.reason, '') as reason,
             case when c.next_at > now() + interval '1 minute'
                  then extract(epoch from least(c.next_at, now() + interval '1 year') - now())::bigint else 0 end as ahead,
             case when c.held_until > now()
                  then extract(epoch from least(c.held_until, now() + interval '1 year') - now())::bigint else 0 end as held
      from cleanup_pace c
      order by c.account
      """;

  /**
   * The DELETE right after a GET that said IDLE found nothing, and no other DELETE was in doubt or
   * may have left no trace.
   */
  private static final String GONE_AFTER_IDLE =
      """
      select count(*) from session_audit a
      where a.recorded_at > now() - interval '30 days' and a.outcome = 'removed' and a.evidence = 'inferred'
        and not exists (
          select from session_audit o where o.session_key = a.session_key
            and (o.unanswered > 0 or (o.audit_id <> a.audit_id and o.outcome = 'removed')))
        and coalesce(a.detail, '') not like '%may have left no trace%'
      """;

  private Leftovers() {}

  static List<CheckResult> check(JdbcClient jdbc) {
    List<CheckResult> results = new ArrayList<>();
    results.addAll(jdbc.sql(UNFINISHED).query(Leftovers::unfinished).list());
    long claims = jdbc.sql(CLAIMS).query(Long.class).single();
    if (claims > 0) {
      results.add(
          CheckResult.warning(
              "leftovers",
              "%s of ended runs; the next sweep takes them over ('report open-claims' lists them)"
                  .formatted(Quantity.of(claims, "open claim"))));
    }
    if (results.isEmpty()) {
      results.add(
          CheckResult.ok("leftovers", "no unfinished run, no open claim of a dead process"));
    }
    results.addAll(jdbc.sql(UNSEALED).query(Leftovers::unsealed).list());
    jdbc.sql(PACE).query(Leftovers::pace).list().forEach(results::addAll);
    long repeated = jdbc.sql(GONE_AFTER_IDLE).query(Long.class).single();
    if (repeated > 0) {
      results.add(
          CheckResult.warning(
              "proxy",
              "%s IDLE by GET and gone for the DELETE right after it, in the last 30 days: look for a proxy that repeats DELETE requests between this machine and PAVE, and switch its retries off"
                  .formatted(Quantity.were(repeated, "session"))));
    }
    return results;
  }

  private static CheckResult unsealed(ResultSet row, int number) throws SQLException {
    long runs = row.getLong("runs");
    return CheckResult.warning(
        "seals",
        "account %s: %s not sealed, %s run %d; the account's next sweep seals %s, until then a change would not be seen"
            .formatted(
                row.getString("account"),
                Quantity.were(runs, "ended run"),
                runs == 1 ? "it is" : "the oldest is",
                row.getLong("oldest"),
                runs == 1 ? "it" : "them"));
  }

  private static CheckResult unfinished(ResultSet row, int number) throws SQLException {
    long run = row.getLong("run_id");
    String claims = Quantity.of(row.getLong("claims"), "open claim");
    String account = row.getString("account");
    if (row.getString("state").equals("paused")) {
      return CheckResult.warning(
          "leftovers",
          "run %d of account %s is paused, its process is dead, %s; the next sweep takes it over and waits"
              .formatted(run, account, claims));
    }
    return CheckResult.warning(
        "leftovers",
        row.getString("kind").equals("nightly")
            ? "run %d of account %s unfinished, %s; the next sweep resumes it"
                .formatted(run, account, claims)
            : "run %d of account %s (backfill) unfinished, %s; the same backfill resumes it, and a sweep takes over its claims"
                .formatted(run, account, claims));
  }

  private static List<CheckResult> pace(ResultSet row, int number) throws SQLException {
    List<CheckResult> results = new ArrayList<>();
    String account = row.getString("account");
    if (row.getLong("held") > 0) {
      results.add(
          CheckResult.warning(
              "rate",
              "account %s: nothing is sent for the next %d s, because PAVE asked to wait (%s)"
                  .formatted(account, row.getLong("held"), row.getString("reason"))));
    }
    if (row.getLong("ahead") > 0) {
      results.add(
          CheckResult.warning(
              "rate",
              "account %s: its pace clock is %d s ahead of the database's clock; the next run corrects it"
                  .formatted(account, row.getLong("ahead"))));
    }
    return results;
  }
}
