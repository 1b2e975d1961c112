package dev.sessioncleanup.operator;

/**
 * The statements that ask something of a run. Each compares the state of the run, changes it and
 * records who asked.
 */
final class AskStatements {
  private static final String RECORD =
      """
      insert into run_event (run_id, event, actor, rate)
      select a.run_id, :event, :actor, cast(:rate as double precision) from asked a
      returning event_id
      """;

  /** A run that is planned and has no process is a plan that was saved, or was never started. */
  private static final String PAUSE =
      """
      with asked as (
        update cleanup_run r set state = 'paused'
        where r.run_id = :run
          and (r.state = 'running'
            or r.state = 'planned' and r.process_id in (select p.process_id from live_process p))
        returning r.run_id
      )
      """
          + RECORD;

  private static final String RESUME =
      """
      with asked as (
        update cleanup_run r set state = 'running'
        where r.run_id = :run and r.state = 'paused'
        returning r.run_id
      )
      """
          + RECORD;

  private static final String RATE =
      """
      with asked as (
        update cleanup_run r set rate_per_second = :rate
        where r.run_id = :run and r.state in ('planned', 'running', 'paused')
        returning r.run_id
      )
      """
          + RECORD;

  /** No process works on a failed run, even if its process lives for other accounts. */
  private static final String CANCEL =
      """
      with asked as (
        update cleanup_run r
        set process_id = case when r.state = 'failed' then 0 else r.process_id end, state = 'cancelled', reason = 'cancelled by ' || :actor, finished_at = clock_timestamp(),
            planned_count = greatest(r.planned_count, (select count(*) from session_audit a where a.run_id = r.run_id))
        where r.run_id = :run and r.state in ('planned', 'running', 'paused', 'failed')
        returning r.run_id
      )
      """
          + RECORD;

  private AskStatements() {}

  static String of(Request.Event event) {
    return switch (event) {
      case PAUSE -> PAUSE;
      case RESUME -> RESUME;
      case CANCEL -> CANCEL;
      case RATE -> RATE;
    };
  }
}
