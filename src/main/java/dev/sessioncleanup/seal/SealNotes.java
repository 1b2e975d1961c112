package dev.sessioncleanup.seal;

import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What seals do not cover yet, and what a reader should know although nothing was changed. */
final class SealNotes {
  private static final String UNSEALED =
      """
      select r.run_id, r.account,
             case when r.state in ('planned', 'running', 'paused')
                    and r.process_id not in (select p.process_id from live_process p)
                  then 'interrupted' else r.state end as state
      from cleanup_run r
      where r.seal is null and not r.dry_run and r.started_at is not null
        and (cast(:account as text) is null or r.account = :account)
        and (cast(:run as bigint) is null or r.run_id = :run)
      order by r.run_id
      """;

  private static final String NOTES =
      """
      select format('run %s: %s recorded that its process claimed after its end', l.run_id,
                    case when count(*) = 1 then '1 outcome was' else count(*) || ' outcomes were' end) as note
      from late_row l
      where l.added
      group by l.run_id
      union all
      select format('%s recorded after the end of their run, not sealed yet',
                    case when count(*) = 1 then '1 outcome was' else count(*) || ' outcomes were' end)
      from late_row l join session_audit a on a.audit_id = l.audit_id
      where l.sealed_in is null and a.outcome is not null
      having count(*) > 0
      union all
      select format('the runs count %s purged rows, the purges on record %s; compare report purges', r.rows, p.rows)
      from (select coalesce(sum(e.value::bigint), 0) as rows
            from cleanup_run c cross join lateral jsonb_each_text(c.purged) e
            where e.key in ('removed', 'started', 'missing', 'not_idle', 'held', 'failed')) r
      cross join (select coalesce(sum(a.purged_rows), 0) as rows from audit_purge a) p
      where r.rows > p.rows
      order by 1
      """;

  private SealNotes() {}

  /** Runs that began and are not sealed yet. */
  static List<Verification.Unsealed> unsealed(JdbcClient jdbc, SealSelection selection) {
    return jdbc.sql(UNSEALED)
        .param("account", selection.account())
        .param("run", selection.run())
        .query(Verification.Unsealed.class)
        .list();
  }

  static List<String> all(JdbcClient jdbc) {
    return jdbc.sql(NOTES).query(String.class).list();
  }
}
