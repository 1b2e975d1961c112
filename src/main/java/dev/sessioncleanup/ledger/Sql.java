package dev.sessioncleanup.ledger;

/**
 * SQL fragments that several statements share: what is claimed and taken over, and what explain and
 * a dry run say about it.
 */
public final class Sql {

  /**
   * Nothing was sent for the open claim {@code a}, its run was cancelled and its process is dead:
   * the next run deletes it before it claims sessions.
   */
  public static final String RELEASED_NEXT =
      """
      (a.outcome is null and a.attempts = 0 and a.claimed_by not in (select p.process_id from live_process p)
        and exists (select from cleanup_run c where c.run_id = a.run_id and c.state = 'cancelled'))""";

  /** {@code t} can be claimed; parameters account, created_before, created_from, floor, run. */
  static final String CLAIMABLE = eligible("a.outcome is null");

  /** {@code t} is eligible: a run can claim it, as soon as it has released what it releases. */
  public static final String ELIGIBLE =
      eligible("(a.outcome is null and not %s)".formatted(RELEASED_NEXT));

  /**
   * {@code offset 0} makes PostgreSQL search the audit by session key. Without it the planner may
   * read all rows of the run for each session that is already claimed.
   */
  private static String eligible(String claimed) {
    return """
      t.account = :account and t.status = 'IDLE' and t.settled_at is null
      and t.created_at < least(cast(:created_before as timestamptz), now() - make_interval(secs => :floor))
      and t.created_at >= coalesce(cast(:created_from as timestamptz), '-infinity')
      and not exists (select from active_hold h where h.session_key = t.session_key)
      and not exists (
        select from (select o.* from session_audit o where o.session_key = t.session_key offset 0) a
        where %s or a.run_id = :run or %s)
      and %s
      """
        .formatted(claimed, finalOutcome(), inPlan("t"));
  }

  /** {@code t} failed in an earlier run: it comes last, and gets one attempt. */
  public static final String FAILED_BEFORE =
      """
      exists (
        select from (select o.outcome from session_audit o where o.session_key = t.session_key offset 0) a
        where a.outcome = 'failed')""";

  /** {@code a} is the final outcome of {@code t}, which was not reopened since. */
  public static String finalOutcome() {
    return """
    (a.outcome in ('removed', 'started', 'missing') and a.generation = (
      select count(*) from session_reopen r where r.session_key = t.session_key))""";
  }

  /** A saved plan claims only the sessions that were frozen with it. */
  public static String inPlan(String row) {
    return """
    (not exists (select from cleanup_run p where p.run_id = :run and p.saved_at is not null)
      or exists (select from planned_session s where s.run_id = :run and s.session_key = %s.session_key))"""
        .formatted(row);
  }

  /** The open claim {@code a} may be taken over: a backfill stays within its dates. */
  static final String ORPHAN_IN_RANGE =
      """
      (cast(:created_from as timestamptz) is null or a.run_id = :run or exists (
        select from tracked_session t
        where t.session_key = a.session_key and t.created_at >= cast(:created_from as timestamptz)
          and t.created_at < cast(:created_before as timestamptz))) and """
          + inPlan("a");

  /** The session of {@code a} is not younger than the minimum age, or not tracked. */
  static final String OLD_ENOUGH =
      """
      not exists (
        select from tracked_session t
        where t.session_key = a.session_key and t.created_at >= now() - make_interval(secs => :floor))""";

  /** The process that made the open claim {@code a} is dead, and a run may take the claim over. */
  public static final String ORPHAN =
      """
      (a.claimed_by not in (select p.process_id from live_process p) and %s and %s)"""
          .formatted(OLD_ENOUGH, ORPHAN_IN_RANGE);

  static final String CLAIM_COLUMNS =
      """
      a.audit_id, a.run_id, a.session_key, a.revision, a.attempts, a.unanswered, a.failures,
      exists (
        select from (select o.outcome from session_audit o where o.session_key = a.session_key offset 0) f
        where f.outcome = 'failed') as failed_before""";

  private Sql() {}
}
