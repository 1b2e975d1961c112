package dev.sessioncleanup.runs;

import dev.sessioncleanup.jdbc.Timestamps;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The table of runs in PostgreSQL. */
public final class JdbcRuns implements Runs {
  private static final String PLAN =
      """
      insert into cleanup_run (kind, account, dry_run, created_from, created_to, created_before, requested_by, process_id)
      values (:kind, :account, :dry_run, cast(:created_from as timestamptz), cast(:created_to as timestamptz),
              least(coalesce(cast(:created_to as timestamptz), 'infinity'), now() - make_interval(secs => :age)),
              :requested_by, :process)
      returning *, false as resumed
      """;

  /** Also a run of this process, which it took over by a statement whose reply was lost. */
  private static final String TAKE_OVER =
      """
      with interrupted as materialized (
        select r.run_id, r.process_id from cleanup_run r
        where case when cast(:plan as bigint) is null
            then r.saved_at is null and r.kind = :kind and r.account = :account and r.dry_run = :dry_run
              and r.created_from is not distinct from cast(:created_from as timestamptz)
              and r.created_to is not distinct from cast(:created_to as timestamptz)
            else r.run_id = :plan and r.carried_out_at is not null end
          and (r.state in ('planned', 'running', 'paused') or (r.state = 'failed' and r.process_id <> :process))
        order by r.run_id
      ), dead as materialized (
        select n.run_id, n.process_id from interrupted n
        where n.process_id = :process or n.process_id not in (select p.process_id from live_process p)
        order by n.run_id limit 1
      )
      update cleanup_run r
      set process_id = :process, reason = null, finished_at = null,
          state = case when r.state <> 'failed' then r.state
                       when 'pause' = (select v.event from run_event v
                                       where v.run_id = r.run_id and v.event in ('pause', 'resume')
                                       order by v.event_id desc limit 1) then 'paused'
                       else 'planned' end
      from dead d
      where r.run_id = d.run_id and r.process_id = d.process_id and r.state in ('planned', 'running', 'paused', 'failed')
      returning r.*, r.saved_at is null or r.started_at is not null as resumed
      """;

  private static final String START =
      """
      update cleanup_run r
      set state = case when r.state = 'paused' then 'paused' else 'running' end,
          started_at = coalesce(r.started_at, clock_timestamp()), planned_count = coalesce(r.planned_count, :planned),
          job_instance_id = :job_instance
      where r.run_id = :run and r.process_id = :process and r.state in ('planned', 'running', 'paused')
      """;

  private final JdbcClient jdbc;
  private final int process;

  public JdbcRuns(JdbcClient jdbc, int process) {
    this.jdbc = jdbc;
    this.process = process;
  }

  @Override
  public Instant cutoff(Duration age) {
    return jdbc.sql("select now() - make_interval(secs => :age)")
        .param("age", age.toMillis() / 1000.0)
        .query(OffsetDateTime.class)
        .single()
        .toInstant();
  }

  @Override
  public Run plan(RunCommand command, Duration age, @Nullable String requestedBy) {
    return command(PLAN, command)
        .param("age", age.toMillis() / 1000.0)
        .param("requested_by", requestedBy)
        .query(RunRows::run)
        .single();
  }

  @Override
  public Optional<Run> takeOver(RunCommand command) {
    return command(TAKE_OVER, command).query(RunRows::run).optional();
  }

  @Override
  public boolean start(long runId, long planned, long jobInstance) {
    return jdbc.sql(START)
            .param("planned", planned)
            .param("job_instance", jobInstance)
            .param("run", runId)
            .param("process", process)
            .update()
        == 1;
  }

  @Override
  public void begun(long runId, Begun by) {
    OrderRows.begun(jdbc, runId, process, by);
  }

  @Override
  public Optional<Orders> orders(long runId) {
    return OrderRows.read(jdbc, runId, process);
  }

  @Override
  public void confirm(long runId, long last) {
    OrderRows.confirm(jdbc, runId, process, last);
  }

  @Override
  public boolean finish(long runId, Ending ending) {
    return RunRows.finish(jdbc, runId, process, ending);
  }

  @Override
  public boolean isOver(long runId) {
    return RunRows.isOver(jdbc, runId);
  }

  @Override
  public Optional<Run> find(long runId) {
    return RunRows.find(jdbc, runId);
  }

  @Override
  public RunCounts counts(long runId) {
    return RunRows.counts(jdbc, runId);
  }

  private JdbcClient.StatementSpec command(String sql, RunCommand command) {
    return jdbc.sql(sql)
        .param("kind", command.kind())
        .param("account", command.account())
        .param("dry_run", command.dryRun())
        .param("created_from", Timestamps.parameter(command.createdFrom()))
        .param("created_to", Timestamps.parameter(command.createdTo()))
        .param("plan", command.plan())
        .param("process", process);
  }
}
