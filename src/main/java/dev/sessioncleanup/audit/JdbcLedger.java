package dev.sessioncleanup.audit;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The ledger in PostgreSQL. */
public final class JdbcLedger implements Ledger {
  private static final String CLAIM =
      """
      with candidate as (
        select t.session_key, t.created_at
        from tracked_session t
        where %s
          and :failed_before = exists (
            select from (select o.outcome from session_audit o where o.session_key = t.session_key offset 0) a
            where a.outcome = 'failed')
        order by t.created_at, t.session_key
        limit :limit
        for update of t skip locked
      ), a as (
        insert into session_audit (run_id, session_key, account, claimed_by)
        select :run, c.session_key, :account, :process from candidate c
        order by c.created_at, c.session_key
        on conflict do nothing
        returning *
      )
      select %s from a join candidate c using (session_key) order by c.created_at, c.session_key
      """
          .formatted(Sql.ELIGIBLE, Sql.CLAIM_COLUMNS);

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

  private static final String TAKE_OVER =
      """
      with owner as materialized (
        select distinct a.claimed_by from session_audit a
        where a.outcome is null and a.account = :account and a.claimed_by <> :process
      ), dead as materialized (
        select o.claimed_by from owner o
        where pg_try_advisory_xact_lock_shared('session_audit'::regclass::oid::integer, o.claimed_by)
      ), chosen as (
        select a.audit_id from session_audit a
        where a.outcome is null and a.account = :account and a.claimed_by in (select d.claimed_by from dead d)
          and not exists (
            select from tracked_session t
            where t.session_key = a.session_key and t.created_at >= now() - make_interval(secs => :floor))
          and (a.run_id = :run or not :own_run) and %s
        order by a.audit_id
        limit :limit
        for update of a skip locked
      )
      update session_audit a
      set claimed_by = :process, claimed_at = clock_timestamp(), revision = a.revision + 1
      from chosen c
      where a.audit_id = c.audit_id and a.outcome is null
      returning %s
      """
          .formatted(Sql.ORPHAN_IN_RANGE, Sql.CLAIM_COLUMNS);

  private static final String OPEN_OF_PROCESS =
      "select %s from session_audit a where a.outcome is null and a.claimed_by = :process"
          .formatted(Sql.CLAIM_COLUMNS);

  private static final String OWN =
      OPEN_OF_PROCESS + " and a.account = :account order by a.audit_id";

  private static final String READ_BACK =
      OPEN_OF_PROCESS + " and a.audit_id = any (:ids) order by a.audit_id";

  private static final String RELEASE =
      """
      delete from session_audit a
      where a.audit_id = any (:ids) and a.outcome is null and a.attempts = 0 and a.claimed_by = :process
      """;

  private final JdbcClient jdbc;
  private final int process;
  private final JdbcOutcomes outcomes;

  public JdbcLedger(JdbcClient jdbc, int process) {
    this.jdbc = jdbc;
    this.process = process;
    this.outcomes = new JdbcOutcomes(jdbc, process);
  }

  @Override
  public List<Claim> claim(Selection selection, int limit, Collection<String> setAside) {
    List<Claim> claims = claim(selection, limit, setAside, false);
    if (claims.isEmpty() && limit > 0) {
      settleAgain(selection);
      claims = claim(selection, limit, setAside, true);
    }
    return claims;
  }

  private List<Claim> claim(
      Selection selection, int limit, Collection<String> setAside, boolean failedBefore) {
    return jdbc.sql(CLAIM)
        .params(SelectionParameters.of(selection, setAside))
        .param("failed_before", failedBefore)
        .param("limit", limit)
        .param("process", process)
        .query(Claim.class)
        .list();
  }

  private void settleAgain(Selection selection) {
    jdbc.sql(SETTLE_AGAIN)
        .param("account", selection.account())
        .param("created_before", SelectionParameters.timestamp(selection.createdBefore()))
        .update();
  }

  @Override
  public List<Claim> takeOver(Selection selection, int limit) {
    return takeOver(selection, limit, false);
  }

  @Override
  public List<Claim> takeOverOfRun(Selection selection, int limit) {
    return takeOver(selection, limit, true);
  }

  private List<Claim> takeOver(Selection selection, int limit, boolean ownRun) {
    return jdbc.sql(TAKE_OVER)
        .params(SelectionParameters.of(selection, List.of()))
        .param("own_run", ownRun)
        .param("process", process)
        .param("limit", limit)
        .query(Claim.class)
        .list();
  }

  @Override
  public List<Claim> own(String account) {
    return jdbc.sql(OWN)
        .param("process", process)
        .param("account", account)
        .query(Claim.class)
        .list();
  }

  @Override
  public int release(Collection<Claim> claims) {
    return jdbc.sql(RELEASE)
        .param("ids", claims.stream().mapToLong(Claim::auditId).toArray())
        .param("process", process)
        .update();
  }

  @Override
  public Map<Long, Claim> readBack(Collection<Long> auditIds) {
    Map<Long, Claim> claims = new HashMap<>();
    jdbc.sql(READ_BACK)
        .param("ids", auditIds.toArray(Long[]::new))
        .param("process", process)
        .query(Claim.class)
        .list()
        .forEach(claim -> claims.put(claim.auditId(), claim));
    return claims;
  }

  @Override
  public List<Recorded> recorded(Collection<Long> auditIds) {
    return outcomes.recorded(auditIds);
  }

  @Override
  public List<Recorded> record(Collection<Finding> findings) {
    return outcomes.record(findings);
  }

  @Override
  public Set<Long> recordable(Collection<Finding> findings) {
    return outcomes.recordable(findings);
  }

  @Override
  public List<Claim> note(Collection<Note> notes) {
    return outcomes.note(notes);
  }
}
