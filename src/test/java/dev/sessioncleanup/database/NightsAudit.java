package dev.sessioncleanup.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** An audit of nightly runs, one a night until yesterday, with as many sessions each. */
public final class NightsAudit {
  private NightsAudit() {}

  /** Fills the database; seals the runs and counts the days, as the sweeps would have done. */
  public static void fill(TestDatabase database, int nights, int rows) throws SQLException {
    try (Connection connection = database.connection();
        Statement statement = connection.createStatement()) {
      fill(statement, nights, rows);
    }
  }

  private static void fill(Statement statement, int nights, int rows) throws SQLException {
    statement.execute("set session_replication_role = replica");
    statement.execute(
        """
        insert into cleanup_run (kind, account, created_before, state, requested_by, planned_count, planned_at, started_at, finished_at, options)
        select 'nightly', 'default', d - interval '7 days', 'complete', 'nightly', %1$d / %2$d, d, d, d + interval '5 hours', '{"rate":"5/s"}'
        from generate_series(1, %2$d) n
        cross join lateral (select now() - (%2$d + 1 - n) * interval '1 day' as d) x
        """
            .formatted(rows, nights));
    statement.execute(
        """
        insert into session_audit (run_id, session_key, outcome, evidence, attempts, http_status, detail, latency_ms, claimed_at, recorded_at)
        select r.run_id, format('KEY-%%s-%%s', r.run_id, i), case when i %% 20 = 0 then 'missing' else 'removed' end, 'confirmed', 1, 200,
               'Session has been removed', 100 + i %% 300, r.started_at + i * interval '100 ms', r.started_at + i * interval '100 ms'
        from cleanup_run r cross join generate_series(1, %1$d / %2$d) i
        order by r.run_id, i
        """
            .formatted(rows, nights));
    statement.execute(
        """
        insert into tracked_session (session_key, account, status, created_at, settled_at)
        select a.session_key, a.account, 'IDLE', a.recorded_at - interval '7 days' - a.audit_id % 5000 * interval '30 minutes', a.recorded_at
        from session_audit a
        order by a.audit_id
        """);
    statement.execute("reset session_replication_role");
    statement.execute("vacuum analyze session_audit");
    statement.execute("vacuum analyze tracked_session");
    for (int night = 0; night < nights; night++) {
      statement.execute("select seal_next_run('default', 0)");
    }
    statement.execute("analyze cleanup_run");
    statement.execute("set jit = off"); // as the program does
    statement.execute("select count_day() from generate_series(1, %d)".formatted(nights));
    statement.execute("analyze");
  }
}
