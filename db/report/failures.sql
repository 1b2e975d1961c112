-- Sessions that failed every attempt of a run, with the reason, newest first.
-- account  only this account
-- since    recorded at this time or later
-- until    recorded before this time
-- run      only this run
-- limit    at most this number of rows
--
-- psql -f failures.sql -v account=acme -v since=2026-11-01
\if :{?account} \else \set account '' \endif
\if :{?since} \else \set since '' \endif
\if :{?until} \else \set until '' \endif
\if :{?run} \else \set run '' \endif
\if :{?limit} \else \set limit '' \endif
select run_id, account, session_key, http_status, detail, attempts, unanswered, recorded_at, settled_at
from report_failure
where recorded_at >= coalesce(utc_instant(nullif(:'since', '')), '-infinity') and recorded_at < coalesce(utc_instant(nullif(:'until', '')), 'infinity')
  and (nullif(:'account', '') is null or account = nullif(:'account', ''))
  and (cast(nullif(:'run', '') as bigint) is null or run_id = cast(nullif(:'run', '') as bigint))
order by recorded_at desc, audit_id desc
limit cast(nullif(:'limit', '') as bigint);
