-- Claimed sessions without an outcome, and whether their process is alive, oldest claim first.
-- account  only this account
-- run      only this run
-- since    claimed at this time or later
-- until    claimed before this time
-- limit    at most this number of rows
--
-- psql -f open-claims.sql -v account=acme
\if :{?account} \else \set account '' \endif
\if :{?run} \else \set run '' \endif
\if :{?since} \else \set since '' \endif
\if :{?until} \else \set until '' \endif
\if :{?limit} \else \set limit '' \endif
select run_id, account, session_key, claimed_by, owner_alive, claimed_at, age_seconds, attempts, unanswered,
       http_status, detail
from report_open_claim
where claimed_at >= coalesce(utc_instant(nullif(:'since', '')), '-infinity') and claimed_at < coalesce(utc_instant(nullif(:'until', '')), 'infinity')
  and (nullif(:'account', '') is null or account = nullif(:'account', ''))
  and (cast(nullif(:'run', '') as bigint) is null or run_id = cast(nullif(:'run', '') as bigint))
order by claimed_at, audit_id
limit cast(nullif(:'limit', '') as bigint);
