package dev.sessioncleanup.audit;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The table of runs. A run belongs to one process; every change says so in its condition. */
public final class Runs {
  private static final String PLAN =
      """
      insert into cleanup_run (kind, account, dry_run, created_from, created_to, created_before, requested_by, process_id)
      values (:kind, :account, :dry_run, cast(:created_from as timestamptz), cast(:created_to as timestamptz),
              least(coalesce(cast(:created_to as timestamptz), 'infinity'), now() - make_interval(secs => :age)),
              :requested_by, :process)
      returning *, false as resumed
      """;

  /**
   * The lock of the dead owner is taken within the statement, so that two heirs never both win. A
   * run that is this process's already was planned or taken over by a statement whose reply was
   * lost: a process works on one run of a command at a time.
   */
  private static final String TAKE_OVER =
      """
      with interrupted as materialized (
        select r.run_id, r.process_id from cleanup_run r
        where r.kind = :kind and r.account = :account and r.dry_run = :dry_run
          and r.created_from is not distinct from cast(:created_from as timestamptz)
          and r.created_to is not distinct from cast(:created_to as timestamptz)
          and (r.state in ('planned', 'running', 'paused') or (r.state = 'failed' and r.process_id <> :process))
        order by r.run_id
      ), dead as materialized (
        select n.run_id, n.process_id from interrupted n
        where n.process_id = :process
          or pg_try_advisory_xact_lock_shared('session_audit'::regclass::oid::integer, n.process_id)
        order by n.run_id
        limit 1
      )
      update cleanup_run r
      set process_id = :process, state = case when r.state = 'failed' then 'planned' else r.state end,
          reason = null, finished_at = null
      from dead d
      where r.run_id = d.run_id and r.process_id = d.process_id
        and r.state in ('planned', 'running', 'paused', 'failed')
      returning r.*, true as resumed
      """;

  private static final String START =
      """
      update cleanup_run r
      set state = case when r.state = 'paused' then 'paused' else 'running' end,
          started_at = coalesce(r.started_at, clock_timestamp()), planned_count = coalesce(r.planned_count, :planned),
          job_instance_id = :job_instance
      where r.run_id = :run and r.process_id = :process and r.state in ('planned', 'running', 'paused')
      """;

  private static final String FINISH =
      """
      update cleanup_run r
      set state = :state, reason = :reason, finished_at = clock_timestamp()
      where r.run_id = :run and r.process_id = :process and r.state in ('planned', 'running', 'paused')
      """;

  private static final String OVER =
      """
      select r.state in ('complete', 'partial', 'aborted', 'cancelled')
         and pg_try_advisory_xact_lock_shared('session_audit'::regclass::oid::integer, r.process_id)
      from cleanup_run r
      where r.run_id = :run
      """;

  private static final String FIND =
      "select r.*, false as resumed from cleanup_run r where r.run_id = :run";

  private final JdbcClient jdbc;
  private final int process;

  public Runs(JdbcClient jdbc, int process) {
    this.jdbc = jdbc;
    this.process = process;
  }

  /** The moment this age ago by the database's clock, which is the one that counts. */
  public Instant cutoff(Duration age) {
    return jdbc.sql("select now() - make_interval(secs => :age)")
        .param("age", age.toMillis() / 1000.0)
        .query(OffsetDateTime.class)
        .single()
        .toInstant();
  }

  /** Plans a run whose cutoff is frozen now, this age ago by the database's clock. */
  public Run plan(RunCommand command, Duration age, @Nullable String requestedBy) {
    return command(PLAN, command)
        .param("age", age.toMillis() / 1000.0)
        .param("requested_by", requestedBy)
        .query(Runs::run)
        .single();
  }

  /**
   * Takes over the oldest run of the same command that was killed or failed and whose process is
   * dead, or that this process does not remember.
   */
  public Optional<Run> takeOver(RunCommand command) {
    return command(TAKE_OVER, command).query(Runs::run).optional();
  }

  /** Marks the run as running; false when it is no longer this process's. */
  public boolean start(long runId, long planned, long jobInstance) {
    return jdbc.sql(START)
            .param("planned", planned)
            .param("job_instance", jobInstance)
            .param("run", runId)
            .param("process", process)
            .update()
        == 1;
  }

  /** Writes the final state; false when the run is no longer this process's or has one already. */
  public boolean finish(long runId, Ending ending) {
    return jdbc.sql(FINISH)
            .param("state", ending.kind().state().sql())
            .param("reason", ending.reason())
            .param("run", runId)
            .param("process", process)
            .update()
        == 1;
  }

  /** Whether the run has its last word and its process is dead. */
  public boolean isOver(long runId) {
    return jdbc.sql(OVER).param("run", runId).query(Boolean.class).optional().orElse(false);
  }

  /** The run as it is now. */
  public Optional<Run> find(long runId) {
    return jdbc.sql(FIND).param("run", runId).query(Runs::run).optional();
  }

  private JdbcClient.StatementSpec command(String sql, RunCommand command) {
    return jdbc.sql(sql)
        .param("kind", command.kind())
        .param("account", command.account())
        .param("dry_run", command.dryRun())
        .param("created_from", SelectionParameters.timestamp(command.createdFrom()))
        .param("created_to", SelectionParameters.timestamp(command.createdTo()))
        .param("process", process);
  }

  private static Run run(ResultSet row, int number) throws SQLException {
    long planned = row.getLong("planned_count");
    Long plannedCount = row.wasNull() ? null : planned;
    return new Run(
        row.getLong("run_id"),
        new RunCommand(
            row.getString("kind"),
            row.getString("account"),
            row.getBoolean("dry_run"),
            instant(row, "created_from"),
            instant(row, "created_to")),
        row.getObject("created_before", OffsetDateTime.class).toInstant(),
        RunState.of(row.getString("state")),
        row.getString("reason"),
        plannedCount,
        row.getBoolean("resumed"));
  }

  private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
    OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
    return time == null ? null : time.toInstant();
  }
}
