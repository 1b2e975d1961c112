package dev.sessioncleanup.plan;

import dev.sessioncleanup.jdbc.Timestamps;
import dev.sessioncleanup.ledger.Selection;
import dev.sessioncleanup.ledger.SelectionParameters;
import dev.sessioncleanup.ledger.Sql;
import dev.sessioncleanup.runs.RunState;
import dev.sessioncleanup.settings.InvalidSettingException;
import dev.sessioncleanup.sweep.SweepRequest;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Plans that are saved in the database. Every method throws Spring's DataAccessException. */
public final class SavedPlans {
  private static final String SAVE =
      """
      with candidate as materialized (
        select t.session_key from tracked_session t
        where %s
        order by t.created_at, t.session_key
        limit cast(:limit as bigint)
      ), plan as (
        insert into cleanup_run (kind, account, created_from, created_to, created_before, requested_by, planned_count, saved_at)
        select 'backfill', :account, cast(:created_from as timestamptz), cast(:created_to as timestamptz),
               cast(:created_before as timestamptz), :by, count(*), now()
        from candidate c
        having count(*) > 0
        returning run_id, planned_count
      ), frozen as (
        insert into planned_session (run_id, session_key)
        select p.run_id, c.session_key from plan p cross join candidate c
        order by c.session_key
      )
      select p.run_id, p.planned_count as sessions from plan p order by p.run_id
      """
          .formatted(Sql.ELIGIBLE);

  private static final String BEGIN =
      """
      update cleanup_run r
      set carried_out_by = case when r.carried_out_at is null then :by else r.carried_out_by end,
          carried_out_at = coalesce(r.carried_out_at, clock_timestamp())
      where r.run_id = :run and r.saved_at is not null and r.state in ('planned', 'running', 'paused', 'failed')
      """;

  private static final String FIND =
      """
      select r.*, extract(epoch from now() - coalesce(r.saved_at, r.planned_at))::double precision as age,
             r.process_id in (select p.process_id from live_process p) as alive,
             (select count(*) from planned_session s where s.run_id = r.run_id) as sessions
      from cleanup_run r
      where r.run_id = :run
      """;

  /** Sessions of the plan that its run has not claimed, and why not; null for eligible ones. */
  private static final String LEFT_OUT =
      """
      select s.session_key, %s as reason
      from planned_session s
      left join tracked_session t on t.session_key = s.session_key
      where s.run_id = :run
        and not exists (select from session_audit o where o.session_key = s.session_key and o.run_id = s.run_id)
      """
          .formatted(Reasons.REASON);

  static final String LEFT_OUT_BY_REASON =
      """
      select l.reason, count(*) as sessions from (%s) l where l.reason is not null group by 1 order by 2 desc, 1
      """
          .formatted(LEFT_OUT);

  private final JdbcClient jdbc;

  public SavedPlans(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** A plan that was saved. */
  public record Saved(long runId, long sessions) {}

  /** A session of a plan that its run does not delete. */
  public record LeftOut(String sessionKey, String reason) {}

  /** Freezes the eligible sessions, oldest first; empty when there are none. */
  public Optional<Saved> save(Selection selection, SweepRequest request) {
    return jdbc.sql(SAVE)
        .params(SelectionParameters.of(selection))
        .param("created_to", Timestamps.parameter(request.createdTo()))
        .param("limit", request.options().limit())
        .param("by", request.options().requestedBy())
        .query(Saved.class)
        .optional();
  }

  /**
   * The plan of this number.
   *
   * @throws InvalidSettingException when there is no such run
   */
  public SavedPlan find(long id) {
    return jdbc.sql(FIND)
        .param("run", id)
        .query(SavedPlans::plan)
        .optional()
        .orElseThrow(
            () ->
                new InvalidSettingException(
                    "there is no plan %d. 'runs list' shows the plans.".formatted(id)));
  }

  /** Records who carries the plan out, the first time; false when it has ended. */
  public boolean begin(long id, @Nullable String by) {
    return jdbc.sql(BEGIN).param("run", id).param("by", by).update() == 1;
  }

  /** The plan's sessions that its run does not delete, by reason. */
  public List<LeftOut> leftOut(Selection selection) {
    return jdbc.sql(
            "select l.* from (%s) l where l.reason is not null order by 2, 1".formatted(LEFT_OUT))
        .params(SelectionParameters.of(selection))
        .query(LeftOut.class)
        .list();
  }

  private static SavedPlan plan(ResultSet row, int number) throws SQLException {
    return new SavedPlan(
        row.getLong("run_id"),
        row.getString("account"),
        RunState.of(row.getString("state")),
        row.getString("requested_by"),
        Timestamps.read(row, "saved_at"),
        row.getString("carried_out_by"),
        Timestamps.read(row, "carried_out_at"),
        Duration.ofSeconds((long) row.getDouble("age")),
        row.getBoolean("alive"),
        row.getLong("sessions"));
  }
}
