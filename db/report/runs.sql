-- Runs with their settings, state and counts, newest first.
-- run      only this run
-- account  only this account
-- from     runs planned on this day (UTC) or later
-- to       runs planned before this day (UTC)
-- dry_run  true: only dry runs; false: none
-- limit    at most this number of rows
--
-- psql -f runs.sql -v account="'acme'" -v from="'2026-11-01'" -v limit=10
\if :{?run} \else \set run null \endif
\if :{?account} \else \set account null \endif
\if :{?from} \else \set from null \endif
\if :{?to} \else \set to null \endif
\if :{?dry_run} \else \set dry_run null \endif
\if :{?limit} \else \set limit null \endif
select run_id, kind, account, dry_run, state, reason, requested_by, created_before, started_at, duration_seconds,
       planned_count, sessions, removed, started, missing, not_idle, held, failed, open, inferred, attempts,
       throttled, throttle_reason, options::text as options
from report_run
where (cast(:run as bigint) is null or run_id = cast(:run as bigint))
  and (cast(:account as text) is null or account = cast(:account as text))
  and (cast(:from as date) is null or planned_at >= cast(cast(:from as date) as timestamp) at time zone 'UTC')
  and (cast(:to as date) is null or planned_at < cast(cast(:to as date) as timestamp) at time zone 'UTC')
  and (cast(:dry_run as text) is null or dry_run::text = cast(:dry_run as text))
order by run_id desc
limit cast(:limit as bigint);
