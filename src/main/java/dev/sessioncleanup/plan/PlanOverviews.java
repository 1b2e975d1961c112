package dev.sessioncleanup.plan;

import dev.sessioncleanup.jdbc.Timestamps;
import dev.sessioncleanup.ledger.Selection;
import dev.sessioncleanup.ledger.SelectionParameters;
import dev.sessioncleanup.ledger.Sql;
import dev.sessioncleanup.runs.Guard;
import dev.sessioncleanup.settings.CleanupProperties;
import dev.sessioncleanup.sweep.Plan;
import dev.sessioncleanup.sweep.RunPlanner;
import dev.sessioncleanup.sweep.SweepRequest;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Counts what a run would do; writes nothing. */
public final class PlanOverviews {
  private static final String MONTHS =
      """
      select to_char(t.created_at at time zone 'UTC', 'YYYY-MM') as month, count(*) as sessions
      from tracked_session t
      where %s
      group by 1
      order by 1
      """
          .formatted(Sql.ELIGIBLE);

  private static final String LEFT_ALONE =
      """
      select l.reason, count(*) as sessions
      from (
        select %s as reason
        from tracked_session t
        where t.account = :account and t.settled_at is null
          and t.created_at >= coalesce(cast(:created_from as timestamptz), '-infinity')
          and t.created_at < coalesce(cast(:created_to as timestamptz), 'infinity')) l
      where l.reason is not null
      group by 1
      order by 2 desc, 1
      """
          .formatted(Reasons.REASON);

  private final JdbcClient jdbc;
  private final RunPlanner planner;
  private final CleanupProperties.Guard guard;

  public PlanOverviews(JdbcClient jdbc, RunPlanner planner, CleanupProperties.Guard guard) {
    this.jdbc = jdbc;
    this.planner = planner;
    this.guard = guard;
  }

  /** What the command would do in this account. Throws Spring's DataAccessException. */
  public PlanOverview of(SweepRequest request, String account) {
    Selection selection = planner.selection(request, account);
    Plan plan = planner.preview(request, account);
    Long saved = request.plan();
    return new PlanOverview(
        account,
        selection.createdBefore(),
        plan,
        counts(MONTHS, selection, null),
        saved == null
            ? counts(LEFT_ALONE, selection, request.createdTo())
            : counts(SavedPlans.LEFT_OUT_BY_REASON, selection, null),
        new Guard(guard, request.options().maxShare())
            .objection(plan.count(), plan.leftAlone().idle())
            .orElse(null));
  }

  private Map<String, Long> counts(String sql, Selection selection, @Nullable Instant createdTo) {
    Map<String, Long> counts = new LinkedHashMap<>();
    jdbc.sql(sql)
        .params(SelectionParameters.of(selection))
        .param("created_to", Timestamps.parameter(createdTo))
        .query(
            row -> {
              counts.put(row.getString(1), row.getLong(2));
            });
    return counts;
  }
}
