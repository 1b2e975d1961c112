package dev.sessioncleanup.plan;

import dev.sessioncleanup.ledger.Sql;

/** The SQL that says why a session is not deleted. */
final class Reasons {
  private Reasons() {}

  /**
   * Why {@code t}, a tracked session or none, is not deleted; null when it is eligible. Parameters
   * are those of a selection.
   */
  static final String REASON =
      """
      case
        when t.session_key is null then 'no longer tracked'
        when t.account <> :account then 'tracked for another account'
        when t.settled_at is not null then coalesce('already ' || (
          select replace(a.outcome, '_', ' ') from session_audit a
          where a.session_key = t.session_key and a.outcome is not null
          order by a.audit_id desc limit 1), 'already settled')
        when t.status <> 'IDLE' then t.status
        when exists (select from active_hold h where h.session_key = t.session_key) then 'on hold'
        when t.created_at >= least(cast(:created_before as timestamptz), now() - make_interval(secs => :floor))
          then 'too young'
        when t.created_at < coalesce(cast(:created_from as timestamptz), '-infinity') then 'too old for the range'
        when exists (select from session_audit a where a.session_key = t.session_key and a.outcome is null and not %1$s)
          then 'claimed by a run'
        when exists (
          select from session_audit a
          where a.session_key = t.session_key and a.outcome in ('removed', 'started', 'missing')
            and a.generation = (select count(*) from session_reopen r where r.session_key = t.session_key))
          then 'already done'
      end"""
          .formatted(Sql.RELEASED_NEXT);
}
