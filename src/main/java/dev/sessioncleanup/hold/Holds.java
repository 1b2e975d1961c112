package dev.sessioncleanup.hold;

import dev.sessioncleanup.jdbc.ServerTime;
import dev.sessioncleanup.jdbc.Timestamps;
import dev.sessioncleanup.settings.InvalidSettingException;
import dev.sessioncleanup.settings.Moment;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Adds and removes holds, each command in one transaction. Triggers write {@code
 * session_hold_history}.
 */
final class Holds {
  /** The triggers read it. */
  private static final String SAY_WHO =
      "select set_config('session_cleanup.requested_by', :who, true)";

  /** Sorted, so that two commands at the same time wait for each other and not in a circle. */
  private static final String ADD =
      """
      insert into session_hold as h (session_key, reason, held_by, held_at, expires_at)
      select k.session_key, :reason, :who, now(), cast(:until as timestamptz)
      from unnest(:keys) as k (session_key)
      order by k.session_key
      on conflict (session_key) do update
        set reason = excluded.reason, held_by = excluded.held_by, held_at = excluded.held_at,
            expires_at = excluded.expires_at
        where (h.reason, h.expires_at) is distinct from (excluded.reason, excluded.expires_at)
      returning h.xmax = 0 as added
      """; // xmax is 0 in a row that no transaction has changed yet

  private static final String REMOVE =
      """
      with gone as materialized (
        select h.session_key from session_hold h
        where h.session_key = any (:keys)
        order by h.session_key
        for update)
      delete from session_hold h using gone
      where h.session_key = gone.session_key
      returning h.session_key
      """;

  private static final String HELD_SESSIONS =
      """
      select k.session_key, t.session_key is not null as tracked,
             case when t.settled_at is not null then coalesce(l.outcome, 'settled') end as outcome,
             c.run_id, coalesce(c.attempts, 0) as attempts
      from unnest(:keys) with ordinality as k (session_key, position)
      left join tracked_session t on t.session_key = k.session_key
      left join session_audit c on c.session_key = k.session_key and c.outcome is null
      left join lateral (
        select a.outcome from session_audit a
        where a.session_key = k.session_key and a.outcome is not null
        order by a.audit_id desc
        limit 1) l on true
      order by k.position
      """;

  private final JdbcClient jdbc;
  private final TransactionTemplate transaction;

  Holds(DataSource database) {
    jdbc = JdbcClient.create(database);
    transaction = new TransactionTemplate(new JdbcTransactionManager(database));
  }

  /**
   * What came of it; a hold with this reason and end was there before where it is in neither count.
   */
  record Added(int added, int changed, @Nullable Instant until, List<HeldSession> sessions) {}

  /**
   * Puts sessions on hold; an existing hold gets the new reason and end.
   *
   * @throws InvalidSettingException when the end has passed by the database's clock
   */
  Added add(List<String> keys, String reason, @Nullable Moment end, String who) {
    return Objects.requireNonNull(
        transaction.execute(
            status -> {
              sayWho(who);
              Instant until = end == null ? null : future(end);
              List<Boolean> changes =
                  jdbc.sql(ADD)
                      .param("keys", keys.toArray(String[]::new))
                      .param("reason", reason)
                      .param("who", who)
                      .param("until", Timestamps.parameter(until))
                      .query(Boolean.class)
                      .list();
              int added = (int) changes.stream().filter(Boolean::booleanValue).count();
              return new Added(added, changes.size() - added, until, heldSessions(keys));
            }));
  }

  /** Removes holds and returns the keys that were not on hold. */
  List<String> remove(List<String> keys, String who) {
    Set<String> removed = new HashSet<>();
    transaction.executeWithoutResult(
        status -> {
          sayWho(who);
          removed.addAll(
              jdbc.sql(REMOVE)
                  .param("keys", keys.toArray(String[]::new))
                  .query(String.class)
                  .list());
        });
    return keys.stream().filter(key -> !removed.contains(key)).toList();
  }

  private void sayWho(String who) {
    jdbc.sql(SAY_WHO).param("who", who).query(String.class).single();
  }

  private Instant future(Moment end) {
    Instant now = ServerTime.now(jdbc);
    Instant until = end.ahead(now);
    if (!until.isAfter(now)) {
      throw new InvalidSettingException(
          "--until %s has passed; by the database's clock it is %s. Name a later time, or leave --until out."
              .formatted(until, now));
    }
    return until;
  }

  private List<HeldSession> heldSessions(List<String> keys) {
    return jdbc.sql(HELD_SESSIONS)
        .param("keys", keys.toArray(String[]::new))
        .query(
            (row, number) ->
                new HeldSession(
                    row.getString("session_key"),
                    row.getBoolean("tracked"),
                    row.getString("outcome"),
                    row.getObject("run_id", Long.class),
                    row.getInt("attempts")))
        .list();
  }
}
