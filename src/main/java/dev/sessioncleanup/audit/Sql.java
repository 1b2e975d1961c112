package dev.sessioncleanup.audit;

/** The parts that several statements of the ledger share. */
final class Sql {

  /**
   * {@code t} is eligible; parameters account, created_before, created_from, floor, run, set_aside.
   * {@code offset 0} keeps the look into the audit a look by session key: planned as one with its
   * conditions, it reads all rows of the run for each session that is claimed already.
   */
  static final String ELIGIBLE =
      """
      t.account = :account and t.status = 'IDLE' and t.settled_at is null
      and t.created_at < least(cast(:created_before as timestamptz), now() - make_interval(secs => :floor))
      and t.created_at >= coalesce(cast(:created_from as timestamptz), '-infinity')
      and t.session_key <> all (cast(:set_aside as text[]))
      and not exists (
        select from session_hold h
        where h.session_key = t.session_key and (h.expires_at is null or h.expires_at > now()))
      and not exists (
        select from (select o.* from session_audit o where o.session_key = t.session_key offset 0) a
        where a.outcome is null or a.run_id = :run or %s)
      """
          .formatted(finalOutcome());

  /** {@code a} is the final word about {@code t}, which nobody reopened since. */
  static String finalOutcome() {
    return """
    (a.outcome in ('removed', 'started', 'missing') and a.generation = (
      select count(*) from session_reopen r where r.session_key = t.session_key))""";
  }

  /**
   * The open claim {@code a} may be taken over: a backfill stays within the dates that were asked
   * for.
   */
  static final String ORPHAN_IN_RANGE =
      """
      (cast(:created_from as timestamptz) is null or a.run_id = :run or exists (
        select from tracked_session t
        where t.session_key = a.session_key and t.created_at >= cast(:created_from as timestamptz)
          and t.created_at < cast(:created_before as timestamptz)))""";

  static final String CLAIM_COLUMNS =
      "a.audit_id, a.run_id, a.session_key, a.revision, a.attempts, a.unanswered, a.failures";

  private Sql() {}
}
