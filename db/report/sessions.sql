-- The sessions of a run, or of a time, in the order they were claimed.
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
from report_session
where (run_id = coalesce(cast(nullif(:'run', '') as bigint), (
         select max(r.run_id) from cleanup_run r
         where not r.dry_run and (nullif(:'account', '') is null or r.account = nullif(:'account', ''))))
       or (cast(nullif(:'run', '') as bigint) is null and (utc_instant(nullif(:'since', '')) is not null or utc_instant(nullif(:'until', '')) is not null)))
  and ((utc_instant(nullif(:'since', '')) is null and utc_instant(nullif(:'until', '')) is null)
       or (recorded_at >= coalesce(utc_instant(nullif(:'since', '')), '-infinity') and recorded_at < coalesce(utc_instant(nullif(:'until', '')), 'infinity'))
       or (outcome is null
           and claimed_at >= coalesce(utc_instant(nullif(:'since', '')), '-infinity') and claimed_at < coalesce(utc_instant(nullif(:'until', '')), 'infinity')))
  and (nullif(:'account', '') is null or account = nullif(:'account', ''))
  and (nullif(:'outcome', '') is null or coalesce(outcome, 'open') = nullif(:'outcome', ''))
order by audit_id
limit cast(nullif(:'limit', '') as bigint);
