package dev.sessioncleanup.purge;

import dev.sessioncleanup.jdbc.Timestamps;
import java.time.Instant;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Spring Batch's rows of runs that ended for good before a moment. They serve only to resume a run,
 * and such a run is not resumed. The run itself stays in {@code cleanup_run}.
 */
final class BatchHistory {
  private static final String PAST =
      """
      select i.job_instance_id
      from batch_job_instance i
      join cleanup_run r on r.job_instance_id = i.job_instance_id
      group by i.job_instance_id
      having bool_and(r.state in ('complete', 'partial', 'aborted', 'cancelled')
                      and coalesce(r.finished_at < cast(:before as timestamptz), false))
      """;

  private static final String REMOVE =
      """
      with past as materialized (%s),
      execution as materialized (
        select e.job_execution_id from batch_job_execution e join past using (job_instance_id)
      ),
      step as materialized (
        select s.step_execution_id from batch_step_execution s join execution using (job_execution_id)
      ),
      step_context as (
        delete from batch_step_execution_context where step_execution_id in (select step_execution_id from step)
      ),
      removed_step as (
        delete from batch_step_execution where step_execution_id in (select step_execution_id from step)
      ),
      execution_context as (
        delete from batch_job_execution_context where job_execution_id in (select job_execution_id from execution)
      ),
      parameter as (
        delete from batch_job_execution_params where job_execution_id in (select job_execution_id from execution)
      ),
      removed_execution as (
        delete from batch_job_execution where job_execution_id in (select job_execution_id from execution)
      ),
      instance as (
        delete from batch_job_instance where job_instance_id in (select job_instance_id from past)
        returning job_instance_id
      )
      select count(*) from instance
      """
          .formatted(PAST);

  private final JdbcClient jdbc;

  BatchHistory(DataSource database) {
    this.jdbc = JdbcClient.create(database);
  }

  /** The number of runs whose rows would be removed. */
  long runs(Instant before) {
    return number("select count(*) from (%s) p".formatted(PAST), before);
  }

  /** Removes the rows, all or none; returns of how many runs. */
  long remove(Instant before) {
    return number(REMOVE, before);
  }

  private long number(String sql, Instant before) {
    return jdbc.sql(sql).param("before", Timestamps.parameter(before)).query(Long.class).single();
  }
}
