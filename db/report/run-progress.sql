-- How far each unfinished run is: its pace, what slows it down, the time it needs and the oldest session left.
-- run      only this run
-- account  only this account
-- limit    at most this number of rows
--
-- psql -f run-progress.sql -v account=acme
\if :{?run} \else \set run '' \endif
\if :{?account} \else \set account '' \endif
\if :{?limit} \else \set limit '' \endif
select run_id, account, state, paused, paused_by, paused_at, host, planned_count, done, remaining,
       round(per_second::numeric, 2) as per_second, ceiling::numeric as ceiling, round(share::numeric, 3) as share,
       throttled_until, slowed_by, eta_seconds, oldest_left
from report_run_progress
where (cast(nullif(:'run', '') as bigint) is null or run_id = cast(nullif(:'run', '') as bigint))
  and (nullif(:'account', '') is null or account = nullif(:'account', ''))
order by run_id desc
limit cast(nullif(:'limit', '') as bigint);
