-- Sessions that failed every attempt of a run, with the reason, newest first.
-- account  only this account
-- from     recorded on this day (UTC) or later
-- to       recorded before this day (UTC)
-- run      only this run
-- limit    at most this number of rows
--
-- psql -f failures.sql -v account=acme -v from=2026-11-01
\if :{?account} \else \set account '' \endif
\if :{?from} \else \set from '' \endif
\if :{?to} \else \set to '' \endif
\if :{?run} \else \set run '' \endif
\if :{?limit} \else \set limit '' \endif
select run_id, account, session_key, http_status, detail, attempts, unanswered, recorded_at, settled_at
from report_failure
where (nullif(:'account', '') is null or account = nullif(:'account', ''))
  and (cast(nullif(:'from', '') as date) is null or recorded_at >= cast(cast(nullif(:'from', '') as date) as timestamp) at time zone 'UTC')
  and (cast(nullif(:'to', '') as date) is null or recorded_at < cast(cast(nullif(:'to', '') as date) as timestamp) at time zone 'UTC')
  and (cast(nullif(:'run', '') as bigint) is null or run_id = cast(nullif(:'run', '') as bigint))
order by recorded_at desc, audit_id desc
limit cast(nullif(:'limit', '') as bigint);
