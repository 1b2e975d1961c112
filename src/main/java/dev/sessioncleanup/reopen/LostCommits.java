package dev.sessioncleanup.reopen;

import dev.sessioncleanup.jdbc.Timestamps;
import java.time.Instant;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Puts the sessions in doubt that may have been deleted by calls whose commits were lost. */
final class LostCommits {
  /** Recorded as missing since then, tracked, and not claimed again. */
  private static final String MISSING =
      """
      from session_audit a
      join tracked_session t on t.session_key = a.session_key
      where a.outcome = 'missing' and a.recorded_at >= :since
        and a.generation = (select count(*) from session_reopen r where r.session_key = a.session_key)
        and not exists (
          select from session_audit o where o.session_key = a.session_key and o.outcome is null)
      """;

  private static final String EXTENT =
      """
      select (select count(*) from tracked_session t
              where t.status = 'IDLE' and t.settled_at is null) as unsettled,
             (select count(*) %s) as missing,
             (select count(*) from session_audit a
              where a.outcome = 'missing' and a.recorded_at >= :since
                and not exists (select from tracked_session t where t.session_key = a.session_key)) as untracked,
             cast(:since as timestamptz) > clock_timestamp() as future
      """
          .formatted(MISSING);

  private static final String DOUBT =
      """
      insert into audit_doubt (created_before, since, reason, doubted_by)
      values (clock_timestamp(), :since, :reason, :by)
      """;

  private static final String REOPEN =
      """
      with missing as materialized (
        select t.session_key %s order by t.session_key for update of t
      ), reopened as (
        insert into session_reopen (session_key, reason, reopened_by)
        select m.session_key, :reason, :by from missing m order by m.session_key
        returning session_key
      )
      update tracked_session t set settled_at = null from reopened r where t.session_key = r.session_key
      """
          .formatted(MISSING);

  private final JdbcClient jdbc;
  private final TransactionTemplate transaction;

  LostCommits(DataSource database) {
    this.jdbc = JdbcClient.create(database);
    this.transaction = new TransactionTemplate(new DataSourceTransactionManager(database));
  }

  /**
   * What would be put in doubt.
   *
   * @param unsettled IDLE sessions without a final answer
   * @param missing sessions to reopen: recorded as missing since then
   * @param untracked recorded as missing since then, and no longer tracked
   * @param future whether the time lies in the future
   */
  record Extent(long unsettled, long missing, long untracked, boolean future) {}

  Extent extent(Instant since) {
    return jdbc.sql(EXTENT)
        .param("since", Timestamps.parameter(since))
        .query(Extent.class)
        .single();
  }

  /** Puts all sessions that exist now in doubt; returns how many were reopened. */
  int doubt(Instant since, String reason, String by) {
    Integer reopened =
        transaction.execute(
            status -> {
              write(DOUBT, since, reason, by);
              return write(REOPEN, since, reason, by);
            });
    return reopened == null ? 0 : reopened;
  }

  private int write(String sql, Instant since, String reason, String by) {
    return jdbc.sql(sql)
        .param("since", Timestamps.parameter(since))
        .param("reason", reason)
        .param("by", by)
        .update();
  }
}
