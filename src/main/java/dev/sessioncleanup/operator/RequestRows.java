package dev.sessioncleanup.operator;

import dev.sessioncleanup.jdbc.Timestamps;
import dev.sessioncleanup.settings.Rate;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Requests to runs in {@code cleanup_run} and {@code run_event}. Each statement commits. */
final class RequestRows {
  private static final String RELEASE =
      """
      delete from session_audit a
      where a.run_id = :run and a.outcome is null and a.attempts = 0
        and a.claimed_by not in (select p.process_id from live_process p)
      """;

  private static final String CARRIED_OUT =
      """
      update run_event e set in_effect_at = clock_timestamp() where e.event_id = :event and e.in_effect_at is null
      """;

  private static final String STATUS =
      """
      select r.account, r.state, r.process_id in (select p.process_id from live_process p) as alive, b.host,
             e.actor, e.happened_at, e.in_effect_at,
             (select count(*) from session_audit a where a.run_id = r.run_id and a.outcome is null) as open
      from cleanup_run r
      left join lateral (
        select v.host from run_event v where v.run_id = r.run_id and v.event = 'started'
        order by v.event_id desc limit 1) b on true
      left join run_event e on e.event_id = :event
      where r.run_id = :run
      """;

  private final JdbcClient jdbc;

  RequestRows(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * The run, and the request if there is one.
   *
   * @param alive whether the run's process lives
   * @param host where it runs, null if none has started
   * @param open claims without an outcome
   */
  record Status(
      String account,
      String state,
      boolean alive,
      @Nullable String host,
      @Nullable Instant askedAt,
      @Nullable Instant inEffectAt,
      long open) {}

  /** Records the request; empty when the state of the run does not allow it. */
  Optional<Long> ask(Request request) {
    Rate rate = request.rate();
    return jdbc.sql(AskStatements.of(request.event()))
        .param("run", request.runId())
        .param("event", request.event().sql())
        .param("actor", request.actor())
        .param("rate", rate == null ? null : rate.perSecond())
        .query(Long.class)
        .optional();
  }

  /** Empty when there is no such run. */
  Optional<Status> status(long runId, long event) {
    return jdbc.sql(STATUS)
        .param("run", runId)
        .param("event", event)
        .query(RequestRows::status)
        .optional();
  }

  /** No process works on the cancelled run: releases its claims; returns how many. */
  int finishCancelled(long runId, long event) {
    jdbc.sql(CARRIED_OUT).param("event", event).update();
    return jdbc.sql(RELEASE).param("run", runId).update();
  }

  private static Status status(ResultSet row, int number) throws SQLException {
    return new Status(
        row.getString("account"),
        row.getString("state"),
        row.getBoolean("alive"),
        row.getString("host"),
        Timestamps.read(row, "happened_at"),
        Timestamps.read(row, "in_effect_at"),
        row.getLong("open"));
  }
}
