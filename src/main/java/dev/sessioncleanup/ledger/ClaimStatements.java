package dev.sessioncleanup.ledger;

import dev.sessioncleanup.jdbc.Timestamps;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The statements that claim sessions, and take over claims of dead processes. */
final class ClaimStatements {
  private static final String CLAIM =
      """
      with candidate as (
        select t.session_key, t.created_at
        from tracked_session t
        where %1$s
          and :failed_before = %4$s
        order by t.created_at %2$s, t.session_key %2$s
        limit :limit
        for update of t skip locked
      ), a as (
        insert into session_audit (run_id, session_key, account, claimed_by)
        select :run, c.session_key, :account, :process from candidate c
        order by c.created_at, c.session_key
        on conflict do nothing
        returning *
      )
      select %3$s from a join candidate c using (session_key) order by c.created_at, c.session_key
      """;
  private static final String CLAIM_OLDEST =
      CLAIM.formatted(Sql.CLAIMABLE, "asc", Sql.CLAIM_COLUMNS, Sql.FAILED_BEFORE);
  private static final String CLAIM_NEWEST =
      CLAIM.formatted(Sql.CLAIMABLE, "desc", Sql.CLAIM_COLUMNS, Sql.FAILED_BEFORE);

  /**
   * Settles sessions whose tracked row was inserted again although their final outcome is recorded.
   */
  private static final String SETTLE_AGAIN =
      """
      with again as (
        select t.session_key from tracked_session t
        where t.account = :account and t.status = 'IDLE' and t.settled_at is null and t.created_at < :created_before
          and exists (select from session_audit a where a.session_key = t.session_key and %s)
        order by t.session_key
        for update skip locked
      )
      update tracked_session t set settled_at = clock_timestamp() from again g where t.session_key = g.session_key
      """
          .formatted(Sql.finalOutcome());

  /** Claims of a cancelled run for which nothing was sent are deleted instead. */
  private static final String TAKE_OVER =
      """
      with orphan as (
        select a.audit_id, u.unwanted
        from session_audit a join cleanup_run r using (run_id)
        cross join lateral (select a.attempts = 0 and r.state = 'cancelled' as unwanted) u
        where a.outcome is null and a.account = :account and a.claimed_by <> :process
          and (a.run_id = :run or not :own_run or u.unwanted) and %s
        order by a.audit_id
        limit :limit
        for update of a skip locked
      ), taken as (
        update session_audit a
        set claimed_by = :process, claimed_at = clock_timestamp(), revision = a.revision + 1
        from orphan o
        where a.audit_id = o.audit_id and a.outcome is null and not o.unwanted
        returning a.*
      ), released as (
        delete from session_audit a using orphan o where a.audit_id = o.audit_id and o.unwanted
      )
      select %s from taken a order by a.audit_id
      """
          .formatted(Sql.ORPHAN, Sql.CLAIM_COLUMNS);

  private final JdbcClient jdbc;
  private final int process;

  ClaimStatements(JdbcClient jdbc, int process) {
    this.jdbc = jdbc;
    this.process = process;
  }

  /**
   * @param failedBefore true for only sessions that failed in an earlier run, false for only the
   *     others
   */
  List<Claim> claim(Selection selection, int limit, boolean failedBefore) {
    return claim(CLAIM_OLDEST, selection, limit, failedBefore);
  }

  /** The newest sessions, without those that failed in an earlier run. */
  List<Claim> claimNewest(Selection selection, int limit) {
    return claim(CLAIM_NEWEST, selection, limit, false);
  }

  private List<Claim> claim(String sql, Selection selection, int limit, boolean failedBefore) {
    return jdbc.sql(sql)
        .params(SelectionParameters.of(selection))
        .param("failed_before", failedBefore)
        .param("limit", limit)
        .param("process", process)
        .query(Claim.class)
        .list();
  }

  void settleAgain(Selection selection) {
    jdbc.sql(SETTLE_AGAIN)
        .param("account", selection.account())
        .param("created_before", Timestamps.parameter(selection.createdBefore()))
        .update();
  }

  /**
   * @param ownRun true for only claims of the selection's own run
   */
  List<Claim> takeOver(Selection selection, int limit, boolean ownRun) {
    return jdbc.sql(TAKE_OVER)
        .params(SelectionParameters.of(selection))
        .param("own_run", ownRun)
        .param("process", process)
        .param("limit", limit)
        .query(Claim.class)
        .list();
  }
}
