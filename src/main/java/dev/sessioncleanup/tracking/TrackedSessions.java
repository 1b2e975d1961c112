package dev.sessioncleanup.tracking;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Reads the table that the tracking application fills. Every method throws Spring's
 * DataAccessException.
 */
public final class TrackedSessions implements Standings {
  private static final String STANDING =
      """
      select k.session_key,
             case when h.session_key is not null then 'HELD'
                  when t.session_key is null or t.status <> 'IDLE' then case
                    when exists (
                      select from session_audit a where a.session_key = k.session_key and a.unanswered > 0)
                    then 'DOUBTFUL' else 'NOT_IDLE' end
                  when t.created_at >= now() - make_interval(secs => :floor) then 'YOUNG'
                  else 'STALE' end as standing
      from unnest(:keys) as k (session_key)
      left join tracked_session t on t.session_key = k.session_key
      left join active_hold h on h.session_key = k.session_key
      order by k.session_key
      """;

  private static final String STALE_BY_ACCOUNT =
      """
      select t.account, count(*) as sessions
      from tracked_session t
      where t.status = 'IDLE' and t.settled_at is null
        and t.created_at < now() - make_interval(secs => :age)
      group by t.account
      order by t.account
      """;

  private final JdbcClient jdbc;

  public TrackedSessions(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  @Override
  public Map<String, Standing> standing(Collection<String> keys, Duration floor) {
    Map<String, Standing> standings = new HashMap<>();
    jdbc.sql(STANDING)
        .param("keys", keys.toArray(String[]::new))
        .param("floor", floor.toMillis() / 1000.0)
        .query(
            row -> {
              standings.put(row.getString(1), Standing.valueOf(row.getString(2)));
            });
    return standings;
  }

  /**
   * The number of IDLE, unsettled sessions of at least this age by account, also for accounts that
   * are not configured.
   */
  public Map<String, Long> staleByAccount(Duration age) {
    Map<String, Long> counts = new TreeMap<>();
    jdbc.sql(STALE_BY_ACCOUNT)
        .param("age", age.toMillis() / 1000.0)
        .query(
            row -> {
              counts.put(row.getString(1), row.getLong(2));
            });
    return counts;
  }

  /** As {@link #staleByAccount}, without these accounts. */
  public Map<String, Long> staleOfOthers(Collection<String> accounts, Duration age) {
    Map<String, Long> counts = staleByAccount(age);
    counts.keySet().removeAll(accounts);
    return counts;
  }
}
