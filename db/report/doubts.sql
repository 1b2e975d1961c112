-- Sessions removed by inference, and open claims with a DELETE that was not answered, newest first.
-- account  only this account
-- run      only this run
-- since    recorded, or claimed, at this time or later
-- until    recorded, or claimed, before this time
-- limit    at most this number of rows
--
-- psql -f doubts.sql -v account=acme
\if :{?account} \else \set account '' \endif
\if :{?run} \else \set run '' \endif
\if :{?since} \else \set since '' \endif
\if :{?until} \else \set until '' \endif
\if :{?limit} \else \set limit '' \endif
select since, doubt, run_id, account, session_key, attempts, unanswered, http_status, detail, claimed_at, recorded_at
from report_doubt
where since >= coalesce(utc_instant(nullif(:'since', '')), '-infinity') and since < coalesce(utc_instant(nullif(:'until', '')), 'infinity')
  and (nullif(:'account', '') is null or account = nullif(:'account', ''))
  and (cast(nullif(:'run', '') as bigint) is null or run_id = cast(nullif(:'run', '') as bigint))
order by since desc, audit_id desc
limit cast(nullif(:'limit', '') as bigint);
