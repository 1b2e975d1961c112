-- The sessions of a run in the order they were claimed, or of a time in the order they were recorded.
-- run      the run; the default is the newest run that is not a dry run, or with since or until all runs
-- account  only this account; without run, since and until, the newest run of this account
-- since    recorded at this time or later; open claims: claimed
-- until    recorded before this time; open claims: claimed
-- outcome  removed, started, missing, not_idle, held, failed, or open (no outcome yet)
-- limit    at most this number of rows
--
-- psql -f sessions.sql -v run=42 -v outcome=missing
\if :{?run} \else \set run '' \endif
\if :{?account} \else \set account '' \endif
\if :{?since} \else \set since '' \endif
\if :{?until} \else \set until '' \endif
\if :{?outcome} \else \set outcome '' \endif
\if :{?limit} \else \set limit '' \endif
select run_id, account, session_key, coalesce(outcome, 'open') as outcome, evidence, attempts, unanswered, http_status,
       detail, latency_ms, created_at, claimed_at, recorded_at
from ( -- Each part finds its rows by an index, in order: those of the run, those recorded in the time, open claims of the time.
  (select null::timestamptz as since, s.* from report_session s
  where (cast(nullif(:'run', '') as bigint) is not null or coalesce(nullif(:'since', ''), nullif(:'until', '')) is null)
    and s.run_id = coalesce(cast(nullif(:'run', '') as bigint), (
      select max(r.run_id) from cleanup_run r
      where not r.dry_run and (nullif(:'account', '') is null or r.account = nullif(:'account', ''))))
    and coalesce(s.recorded_at, s.claimed_at) >= coalesce(utc_instant(nullif(:'since', '')), '-infinity')
    and coalesce(s.recorded_at, s.claimed_at) < coalesce(utc_instant(nullif(:'until', '')), 'infinity')
    and (nullif(:'account', '') is null or s.account = nullif(:'account', ''))
    and (nullif(:'outcome', '') is null or coalesce(s.outcome, 'open') = nullif(:'outcome', ''))
  order by s.audit_id
  limit cast(nullif(:'limit', '') as bigint))
  union all
  (select s.recorded_at, s.* from report_session s
  where cast(nullif(:'run', '') as bigint) is null and coalesce(nullif(:'since', ''), nullif(:'until', '')) is not null
    and s.outcome is not null
    and s.recorded_at >= coalesce(utc_instant(nullif(:'since', '')), '-infinity') and s.recorded_at < coalesce(utc_instant(nullif(:'until', '')), 'infinity')
    and (nullif(:'account', '') is null or s.account = nullif(:'account', ''))
    and (nullif(:'outcome', '') is null or coalesce(s.outcome, 'open') = nullif(:'outcome', ''))
  order by s.recorded_at, s.audit_id
  limit cast(nullif(:'limit', '') as bigint))
  union all
  (select s.claimed_at, s.* from report_session s
  where cast(nullif(:'run', '') as bigint) is null and coalesce(nullif(:'since', ''), nullif(:'until', '')) is not null
    and s.outcome is null
    and s.claimed_at >= coalesce(utc_instant(nullif(:'since', '')), '-infinity') and s.claimed_at < coalesce(utc_instant(nullif(:'until', '')), 'infinity')
    and (nullif(:'account', '') is null or s.account = nullif(:'account', ''))
    and (nullif(:'outcome', '') is null or coalesce(s.outcome, 'open') = nullif(:'outcome', ''))
  order by s.claimed_at, s.audit_id
  limit cast(nullif(:'limit', '') as bigint))) as found
order by since, audit_id
limit cast(nullif(:'limit', '') as bigint);
