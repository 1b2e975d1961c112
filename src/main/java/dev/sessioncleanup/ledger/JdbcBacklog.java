package dev.sessioncleanup.ledger;

import dev.sessioncleanup.jdbc.Timestamps;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The backlog in PostgreSQL. */
public final class JdbcBacklog implements Backlog {
  private static final String ELIGIBLE =
      """
      select count(*) as eligible, min(t.created_at) as oldest, max(t.created_at) as newest from tracked_session t where %s
      """
          .formatted(Sql.ELIGIBLE);

  private static final String LEFT_ALONE =
      """
      select (select count(*) from tracked_session t
              where t.account = :account and t.settled_at is null and t.status = 'IDLE') as idle,
             (select count(*) from (
                select from tracked_session t
                where t.account = :account and t.settled_at is null and t.status <> 'IDLE' and %1$s
                limit %2$d + 1) as counted) as not_idle,
             (select count(*) from active_hold h
              join tracked_session t on t.session_key = h.session_key
              where t.account = :account and t.settled_at is null and t.status = 'IDLE' and %1$s) as on_hold
      """
          .formatted(
              """
              t.created_at < cast(:created_before as timestamptz)
              and t.created_at >= coalesce(cast(:created_from as timestamptz), '-infinity') and """
                  + Sql.inPlan("t"),
              LeftAlone.COUNTED);

  /**
   * Counts only claims of other processes that some process will finish: no claims of sessions that
   * are younger than the minimum age, and where the tracked row is gone only those that a run over
   * these dates may take over.
   */
  private static final String LEFT =
      """
      select (select count(*) from tracked_session t where %s) as eligible,
             count(*) filter (where a.claimed_by = :process) as own,
             count(*) filter (where a.claimed_by <> :process) as others,
             coalesce(sum(a.audit_id + a.revision) filter (where a.claimed_by <> :process), 0) as progress
      from session_audit a
      left join tracked_session t on t.session_key = a.session_key
      where a.outcome is null and a.account = :account
        and (t.session_key is null or t.created_at < now() - make_interval(secs => :floor))
        and (a.run_id = :run
          or (t.session_key is null and cast(:created_from as timestamptz) is null)
          or (t.created_at < cast(:created_before as timestamptz)
            and t.created_at >= coalesce(cast(:created_from as timestamptz), '-infinity')))
        and %s
      """
          .formatted(Sql.CLAIMABLE, Sql.inPlan("a"));

  private static final String ORPHANS =
      """
      select count(*) from session_audit a
      where a.outcome is null and a.account = :account and a.run_id <> :run and %s and not %s
      """
          .formatted(Sql.ORPHAN, Sql.RELEASED_NEXT);

  private final JdbcClient jdbc;
  private final int process;

  /**
   * @param process the id of this process
   */
  public JdbcBacklog(JdbcClient jdbc, int process) {
    this.jdbc = jdbc;
    this.process = process;
  }

  @Override
  public Eligible eligible(Selection selection) {
    return statement(ELIGIBLE, selection)
        .query(
            (row, number) ->
                new Eligible(
                    row.getLong("eligible"),
                    Timestamps.read(row, "oldest"),
                    Timestamps.read(row, "newest")))
        .single();
  }

  @Override
  public LeftAlone leftAlone(Selection selection) {
    return statement(LEFT_ALONE, selection).query(LeftAlone.class).single();
  }

  @Override
  public long orphans(Selection selection) {
    return statement(ORPHANS, selection).query(Long.class).single();
  }

  @Override
  public Left left(Selection selection) {
    return statement(LEFT, selection).param("process", process).query(Left.class).single();
  }

  private JdbcClient.StatementSpec statement(String sql, Selection selection) {
    return jdbc.sql(sql).params(SelectionParameters.of(selection));
  }
}
