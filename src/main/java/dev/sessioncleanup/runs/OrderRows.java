package dev.sessioncleanup.runs;

import dev.sessioncleanup.jdbc.Timestamps;
import dev.sessioncleanup.settings.Rate;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The history of runs in {@code run_event}, as far as the process of a run reads and writes it. */
final class OrderRows {
  private static final String BEGUN =
      """
      with described as (
        update cleanup_run r set options = jsonb_object(cast(:names as text[]), cast(:options as text[]))
        where r.run_id = :run and r.process_id = :process
        returning r.run_id, r.options
      )
      insert into run_event (run_id, event, actor, process_id, host, options)
      select d.run_id, 'started', :actor, :process, :host, d.options
      from described d
      where not exists (
        select from run_event e where e.run_id = d.run_id and e.event = 'started' and e.process_id = :process)
      """;

  private static final String READ =
      """
      select r.state, r.rate_per_second, p.actor, p.happened_at, coalesce(u.last_event, 0) as unconfirmed
      from cleanup_run r
      left join lateral (
        select e.actor, e.happened_at from run_event e
        where e.run_id = r.run_id and e.event = 'pause'
        order by e.event_id desc limit 1) p on r.state = 'paused'
      left join lateral (
        select max(e.event_id) as last_event from run_event e
        where e.run_id = r.run_id and e.event <> 'started' and e.in_effect_at is null) u on true
      where r.run_id = :run and r.process_id = :process
      """;

  private static final String CONFIRM =
      """
      update run_event e set in_effect_at = clock_timestamp(), process_id = :process
      where e.run_id = :run and e.event_id <= :last and e.event <> 'started' and e.in_effect_at is null
      """;

  private OrderRows() {}

  static void begun(JdbcClient jdbc, long runId, int processId, Runs.Begun by) {
    TreeMap<String, String> options = new TreeMap<>(by.options());
    jdbc.sql(BEGUN)
        .param("names", options.keySet().toArray(String[]::new))
        .param("options", List.copyOf(options.values()).toArray(String[]::new))
        .param("run", runId)
        .param("process", processId)
        .param("actor", by.requestedBy())
        .param("host", by.host())
        .update();
  }

  static Optional<Orders> read(JdbcClient jdbc, long runId, int processId) {
    return jdbc.sql(READ)
        .param("run", runId)
        .param("process", processId)
        .query(OrderRows::orders)
        .optional();
  }

  static void confirm(JdbcClient jdbc, long runId, int processId, long last) {
    jdbc.sql(CONFIRM).param("run", runId).param("process", processId).param("last", last).update();
  }

  private static Orders orders(ResultSet row, int number) throws SQLException {
    double rate = row.getDouble("rate_per_second");
    return new Orders(
        RunState.of(row.getString("state")),
        rate > 0 ? new Rate(rate) : null,
        row.getString("actor"),
        Timestamps.read(row, "happened_at"),
        row.getLong("unconfirmed"));
  }
}
