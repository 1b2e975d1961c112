package dev.sessioncleanup.reopen;

import dev.sessioncleanup.jdbc.Timestamps;
import dev.sessioncleanup.reopen.Candidate.State;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Looks at settled sessions and reopens them. */
final class Reopenings {
  private static final String CANDIDATES =
      """
      select k.session_key,
             case when t.session_key is null then case when l.audit_id is null then 'UNKNOWN' else 'UNTRACKED' end
                  when exists (
                    select from session_audit o where o.session_key = k.session_key and o.outcome is null) then 'CLAIMED'
                  when t.settled_at is null and not exists (
                    select from session_audit f
                    where f.session_key = k.session_key and f.outcome in ('removed', 'started', 'missing')
                      and f.generation = (
                        select count(*) from session_reopen r where r.session_key = k.session_key)) then 'UNSETTLED'
                  when l.outcome = 'removed' and l.evidence = 'confirmed' then 'REMOVED'
                  else 'SETTLED' end as state,
             coalesce(t.status, '') as status, h.session_key is not null as on_hold,
             concat_ws(', ', replace(l.outcome, '_', ' '), l.evidence) as outcome, l.run_id, l.recorded_at
      from unnest(:keys) with ordinality as k (session_key, place)
      left join tracked_session t on t.session_key = k.session_key
      left join active_hold h on h.session_key = k.session_key
      left join lateral (
        select a.audit_id, a.outcome, a.evidence, a.run_id, a.recorded_at from session_audit a
        where a.session_key = k.session_key
        order by (a.outcome in ('removed', 'started', 'missing')) desc nulls last, a.audit_id desc
        limit 1) as l on true
      order by k.place
      """;

  private static final String LOCK =
      """
      select count(*) from (
        select t.session_key from tracked_session t where t.session_key = any (:keys)
        order by t.session_key for update) as locked
      """;

  private static final String REOPEN =
      """
      with reopened as (
        insert into session_reopen (session_key, reason, reopened_by)
        select k.session_key, :reason, :by from unnest(:keys) with ordinality as k (session_key, place)
        order by k.place
        returning session_key
      )
      update tracked_session t set settled_at = null from reopened r where t.session_key = r.session_key
      """;

  private final JdbcClient jdbc;
  private final TransactionTemplate transaction;

  Reopenings(DataSource database) {
    this.jdbc = JdbcClient.create(database);
    this.transaction = new TransactionTemplate(new DataSourceTransactionManager(database));
  }

  /** The sessions in the order of the keys. */
  List<Candidate> candidates(Collection<String> keys) {
    return jdbc.sql(CANDIDATES)
        .param("keys", keys.toArray(String[]::new))
        .query(Reopenings::candidate)
        .list();
  }

  /**
   * Makes the sessions eligible again, all or none.
   *
   * @return the number of sessions; 0 when one of them has changed and nothing was done
   */
  int reopen(Collection<String> keys, String reason, String by) {
    Integer reopened =
        transaction.execute(
            status -> {
              String[] all = keys.toArray(String[]::new);
              // With its row locked, no outcome of a session is recorded and none is claimed.
              jdbc.sql(LOCK).param("keys", all).query(Integer.class).single();
              boolean unchanged =
                  candidates(keys).stream()
                      .allMatch(candidate -> candidate.state() == State.SETTLED);
              return unchanged
                  ? jdbc.sql(REOPEN)
                      .param("keys", all)
                      .param("reason", reason)
                      .param("by", by)
                      .update()
                  : 0;
            });
    return reopened == null ? 0 : reopened;
  }

  private static Candidate candidate(ResultSet row, int number) throws SQLException {
    String outcome = row.getString("outcome");
    return new Candidate(
        row.getString("session_key"),
        State.valueOf(row.getString("state")),
        row.getString("status"),
        row.getBoolean("on_hold"),
        outcome.isEmpty() ? null : outcome,
        row.getObject("run_id", Long.class),
        Timestamps.read(row, "recorded_at"));
  }
}
