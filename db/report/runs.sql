-- Runs with their settings, state and counts, newest first.
-- run      only this run
-- account  only this account
-- from     runs planned on this day (UTC) or later
-- to       runs planned before this day (UTC)
-- dry_run  true: only dry runs; false: none
-- limit    at most this number of rows
--
-- psql -f runs.sql -v account=acme -v from=2026-11-01 -v limit=10
\if :{?run} \else \set run '' \endif
\if :{?account} \else \set account '' \endif
\if :{?from} \else \set from '' \endif
\if :{?to} \else \set to '' \endif
\if :{?dry_run} \else \set dry_run '' \endif
\if :{?limit} \else \set limit '' \endif
select run_id, kind, account, dry_run, state, reason, requested_by, created_before, started_at, duration_seconds,
       planned_count, sessions, removed, started, missing, not_idle, held, failed, open, inferred, attempts,
       throttled, throttle_reason, options::text as options
from report_run
where (cast(nullif(:'run', '') as bigint) is null or run_id = cast(nullif(:'run', '') as bigint))
  and (nullif(:'account', '') is null or account = nullif(:'account', ''))
  and (cast(nullif(:'from', '') as date) is null or planned_at >= cast(cast(nullif(:'from', '') as date) as timestamp) at time zone 'UTC')
  and (cast(nullif(:'to', '') as date) is null or planned_at < cast(cast(nullif(:'to', '') as date) as timestamp) at time zone 'UTC')
  and (nullif(:'dry_run', '') is null or dry_run::text = nullif(:'dry_run', ''))
order by run_id desc
limit cast(nullif(:'limit', '') as bigint);
