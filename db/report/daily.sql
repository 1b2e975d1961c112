-- Outcomes by day (UTC) and account, newest first.
-- account  only this account
-- run      only this run
-- since    recorded at this time or later
-- until    recorded before this time
-- limit    at most this number of rows
--
-- psql -f daily.sql -v account=acme -v since=2026-11-01 -v until=2026-12-01
\if :{?account} \else \set account '' \endif
\if :{?run} \else \set run '' \endif
\if :{?since} \else \set since '' \endif
\if :{?until} \else \set until '' \endif
\if :{?limit} \else \set limit '' \endif
select day, account, count(*) as sessions,
       count(*) filter (where outcome = 'removed') as removed,
       count(*) filter (where outcome = 'started') as started,
       count(*) filter (where outcome = 'missing') as missing,
       count(*) filter (where outcome = 'not_idle') as not_idle,
       count(*) filter (where outcome = 'held') as held,
       count(*) filter (where outcome = 'failed') as failed,
       count(*) filter (where evidence = 'inferred') as inferred,
       sum(attempts) as attempts
from report_outcome
where recorded_at >= coalesce(utc_instant(nullif(:'since', '')), '-infinity') and recorded_at < coalesce(utc_instant(nullif(:'until', '')), 'infinity')
  and (nullif(:'account', '') is null or account = nullif(:'account', ''))
  and (cast(nullif(:'run', '') as bigint) is null or run_id = cast(nullif(:'run', '') as bigint))
group by day, account
order by day desc, account
limit cast(nullif(:'limit', '') as bigint);
