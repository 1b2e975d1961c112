-- Sessions that failed every attempt of a run, with the reason, newest first.
-- account  only this account
-- from     recorded on this day (UTC) or later
-- to       recorded before this day (UTC)
-- run      only this run
-- limit    at most this number of rows
--
-- psql -f failures.sql -v account="'acme'" -v from="'2026-11-01'"
\if :{?account} \else \set account null \endif
\if :{?from} \else \set from null \endif
\if :{?to} \else \set to null \endif
\if :{?run} \else \set run null \endif
\if :{?limit} \else \set limit null \endif
select run_id, account, session_key, http_status, detail, attempts, unanswered, recorded_at, settled_at
from report_failure
where (cast(:account as text) is null or account = cast(:account as text))
  and (cast(:from as date) is null or recorded_at >= cast(cast(:from as date) as timestamp) at time zone 'UTC')
  and (cast(:to as date) is null or recorded_at < cast(cast(:to as date) as timestamp) at time zone 'UTC')
  and (cast(:run as bigint) is null or run_id = cast(:run as bigint))
order by recorded_at desc, audit_id desc
limit cast(:limit as bigint);
