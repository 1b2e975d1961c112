package dev.sessioncleanup.explain;

import dev.sessioncleanup.ledger.Sql;

/**
 * SQL that says what a run with a given selection would do with each session of its account. The
 * first branches are the conditions of the claim and of the take-over themselves, so that a list
 * and a run cannot disagree. Parameters: those of {@link Sql}, created_to, key and limit.
 */
final class NextSteps {
  /** {@code %s} cannot be sent to PAVE; the same rule as {@code SessionKey.problem}. */
  static final String KEY_INVALID =
      """
      (%1$s in ('', '.', '..') or char_length(%1$s) > 128 or %1$s ~ '[\\u0001-\\u001f\\u007f-\\u009f]')""";

  private static final String ON_HOLD =
      "exists (select from active_hold h where h.session_key = t.session_key)";

  /** Sessions without an open claim, or with one that the run releases first. */
  private static final String UNCLAIMED =
      """
      select t.session_key, t.account, t.created_at, t.status, null::bigint as claim, null::bigint as claim_run,
             null::integer as claimed_by, 0 as unanswered,
             case when %1$s then case when %2$s then 'key_invalid' when %3$s then 'retry' else 'delete' end
                  when t.settled_at is not null then 'settled'
                  when t.status <> 'IDLE' then 'not_idle'
                  when t.created_at >= least(cast(:created_before as timestamptz), now() - make_interval(secs => :floor))
                    then 'too_young'
                  when exists (select from session_audit a where a.session_key = t.session_key and %5$s) then 'done'
                  when %4$s then 'on_hold'
                  else 'other' end as step
      from tracked_session t
      where t.account = :account
        and (cast(:key as text) is null or t.session_key = :key)
        and t.created_at >= coalesce(cast(:created_from as timestamptz), '-infinity')
        and t.created_at < coalesce(cast(:created_to as timestamptz), 'infinity')
        and (cast(:key as text) is not null
          or (t.settled_at is null and (t.status = 'IDLE' or t.created_at < cast(:created_before as timestamptz))))
        and not exists (
          select from session_audit a where a.session_key = t.session_key and a.outcome is null and not %7$s)
        and %6$s
      """
          .formatted(
              Sql.ELIGIBLE,
              KEY_INVALID.formatted("t.session_key"),
              Sql.FAILED_BEFORE,
              ON_HOLD,
              Sql.finalOutcome(),
              Sql.inPlan("t"),
              Sql.RELEASED_NEXT);

  /** Open claims, of sessions that may have changed or vanished since. */
  private static final String CLAIMED =
      """
      select a.session_key, a.account, t.created_at, t.status, a.audit_id, a.run_id, a.claimed_by, d.unanswered,
             case when a.claimed_by in (select p.process_id from live_process p) then 'in_progress'
                  when not %1$s then 'claim_too_young'
                  when %2$s then 'key_invalid'
                  when t.account <> a.account then 'finish_other_account'
                  when exists (select from active_hold h where h.session_key = a.session_key) then 'finish_on_hold'
                  when t.session_key is null or t.status <> 'IDLE'
                    then case when d.unanswered > 0 then 'finish_look_up' else 'finish_not_idle' end
                  else 'finish' end
      from session_audit a
      left join tracked_session t on t.session_key = a.session_key
      cross join lateral (
        select coalesce(sum(o.unanswered), 0)::integer as unanswered from session_audit o
        where o.session_key = a.session_key) d
      where a.outcome is null and a.account = :account
        and (cast(:key as text) is null or a.session_key = :key)
        and (cast(:created_from as timestamptz) is null or (t.created_at >= cast(:created_from as timestamptz)
          and t.created_at < coalesce(cast(:created_to as timestamptz), 'infinity')))
        and %3$s and not %4$s
      """
          .formatted(
              Sql.ORPHAN,
              KEY_INVALID.formatted("a.session_key"),
              Sql.inPlan("a"),
              Sql.RELEASED_NEXT);

  /** The limit counts sessions with a DELETE, in the order in which they are claimed. */
  private static final String ALL =
      """
      with unlimited as (
      %s union all
      %s), placed as (
        select u.*, count(*) filter (where u.step in ('finish', 'delete', 'retry'))
          over (order by u.claim nulls last, u.step = 'retry', u.created_at, u.session_key) as place
        from unlimited u
      ), session as (
        select p.session_key, p.account, p.created_at, p.status, p.claim_run, p.claimed_by, p.unanswered,
               case when p.step in ('finish', 'delete', 'retry', 'key_invalid') and p.place > cast(:limit as bigint)
                    then 'beyond_limit' else p.step end as step
        from placed p
      )
      """
          .formatted(UNCLAIMED, CLAIMED);

  /** One row for each step: its name, how many sessions, the oldest of them. */
  static final String COUNTS =
      ALL
          + """
          select s.step, count(*) as sessions, min(s.created_at) as oldest from session s group by s.step order by s.step
          """;

  /** Each session with what its reason needs: first what would be deleted, oldest first. */
  static final String SESSIONS =
      ALL
          + """
          select s.*, extract(epoch from now() - s.created_at) as age_seconds,
                 h.reason as hold_reason, h.held_by,
                 case when isfinite(h.expires_at) then h.expires_at end as expires_at, f.run_id as final_run, f.outcome as final_outcome
          from session s
          left join active_hold h on h.session_key = s.session_key
          left join lateral (
            select a.run_id, a.outcome from session_audit a
            where s.step in ('done', 'settled') and a.session_key = s.session_key
              and a.outcome in ('removed', 'started', 'missing', 'not_idle')
            order by a.audit_id desc limit 1) f on true
          order by case when s.step in ('finish', 'delete', 'retry') then 1
                        when s.step like 'finish%' or s.step = 'key_invalid' then 2 else 3 end,
                   s.created_at nulls first, s.session_key
          """;

  private NextSteps() {}
}
