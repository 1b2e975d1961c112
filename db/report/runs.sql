-- Runs with their settings, state and counts, newest first.
-- run      only this run
-- account  only this account
-- since    runs planned at this time or later
-- until    runs planned before this time
-- dry_run  true: only dry runs; false: none
-- limit    at most this number of rows
--
-- psql -f runs.sql -v account=acme -v since=2026-11-01 -v limit=10
\if :{?run} \else \set run '' \endif
\if :{?account} \else \set account '' \endif
\if :{?since} \else \set since '' \endif
\if :{?until} \else \set until '' \endif
\if :{?dry_run} \else \set dry_run '' \endif
\if :{?limit} \else \set limit '' \endif
select run_id, account, state, sessions, removed, started, missing, failed, open, started_at, duration_seconds, kind, dry_run,
       requested_by, reason, planned_count, not_idle, held, inferred, attempts, throttled, throttle_reason, created_before,
       options::text as options, seal
from report_run
where planned_at >= coalesce(utc_instant(nullif(:'since', '')), '-infinity') and planned_at < coalesce(utc_instant(nullif(:'until', '')), 'infinity')
  and (cast(nullif(:'run', '') as bigint) is null or run_id = cast(nullif(:'run', '') as bigint))
  and (nullif(:'account', '') is null or account = nullif(:'account', ''))
  and (nullif(:'dry_run', '') is null or dry_run::text = nullif(:'dry_run', ''))
order by run_id desc
limit cast(nullif(:'limit', '') as bigint);
