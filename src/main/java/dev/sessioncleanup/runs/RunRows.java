package dev.sessioncleanup.runs;

import dev.sessioncleanup.jdbc.Timestamps;
import dev.sessioncleanup.ledger.Outcome;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Rows of {@code cleanup_run}, and the counts of a run's audit rows. */
final class RunRows {
  private static final String COUNT =
      """
      select coalesce(a.outcome, 'open') as outcome, count(*) as sessions,
             count(*) filter (where a.attempts > 0) as sent,
             count(*) filter (where a.evidence = 'inferred' and a.outcome = 'removed') as inferred
      from session_audit a
      where a.run_id = :run
      group by 1
      order by 1
      """;

  private static final String FINISH =
      """
      update cleanup_run r
      set state = :state, reason = :reason, finished_at = clock_timestamp(),
          planned_count = greatest(r.planned_count, (select count(*) from session_audit a where a.run_id = r.run_id))
      where r.run_id = :run and r.process_id = :process and r.state in ('planned', 'running', 'paused')
      """;

  private static final String OVER =
      """
      select r.state in ('complete', 'partial', 'aborted', 'cancelled')
         and r.process_id not in (select p.process_id from live_process p)
      from cleanup_run r
      where r.run_id = :run
      """;

  /** The process has stopped working on a run that was cancelled meanwhile. */
  private static final String CANCELLED =
      """
      with ended as (
        update cleanup_run r
        set finished_at = clock_timestamp(),
            planned_count = greatest(r.planned_count, (select count(*) from session_audit a where a.run_id = r.run_id))
        where r.run_id = :run and r.process_id = :process and r.state = 'cancelled' and r.seal is null
        returning r.run_id
      )
      update run_event e set in_effect_at = clock_timestamp(), process_id = :process
      from ended d
      where e.run_id = d.run_id and e.event = 'cancel' and e.in_effect_at is null
      """;

  private RunRows() {}

  static RunCounts counts(JdbcClient jdbc, long runId) {
    Map<Outcome, Long> outcomes = new EnumMap<>(Outcome.class);
    long[] sums = new long[4];
    jdbc.sql(COUNT)
        .param("run", runId)
        .query(
            row -> {
              long sessions = row.getLong("sessions");
              sums[0] += sessions;
              sums[1] += row.getLong("sent");
              sums[3] += row.getLong("inferred");
              if (row.getString("outcome").equals("open")) {
                sums[2] += sessions;
              } else {
                outcomes.put(Outcome.of(row.getString("outcome")), sessions);
              }
            });
    return new RunCounts(outcomes, sums[0], sums[1], sums[2], sums[3]);
  }

  static boolean finish(JdbcClient jdbc, long runId, int process, Ending ending) {
    boolean finished =
        jdbc.sql(FINISH)
                .param("state", ending.kind().state().sql())
                .param("reason", ending.reason())
                .param("run", runId)
                .param("process", process)
                .update()
            == 1;
    if (!finished) {
      jdbc.sql(CANCELLED).param("run", runId).param("process", process).update();
    }
    return finished;
  }

  static boolean isOver(JdbcClient jdbc, long runId) {
    return jdbc.sql(OVER).param("run", runId).query(Boolean.class).optional().orElse(false);
  }

  static Optional<Run> find(JdbcClient jdbc, long runId) {
    return jdbc.sql("select r.*, false as resumed from cleanup_run r where r.run_id = :run")
        .param("run", runId)
        .query(RunRows::run)
        .optional();
  }

  static Run run(ResultSet row, int number) throws SQLException {
    return new Run(
        row.getLong("run_id"),
        new RunCommand(
            row.getString("kind"),
            row.getString("account"),
            row.getBoolean("dry_run"),
            Timestamps.read(row, "created_from"),
            Timestamps.read(row, "created_to"),
            row.getObject("saved_at") == null ? null : row.getLong("run_id")),
        row.getObject("created_before", OffsetDateTime.class).toInstant(),
        RunState.of(row.getString("state")),
        row.getString("reason"),
        row.getBoolean("resumed"));
  }
}
