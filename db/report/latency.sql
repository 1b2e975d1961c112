-- How fast PAVE answered each run, how often it asked to slow down, and how well the rate was kept, newest first.
-- run      only this run
-- account  only this account
-- since    runs planned at this time or later
-- until    runs planned before this time
-- limit    at most this number of rows
--
-- psql -f latency.sql -v since=2026-11-01
\if :{?run} \else \set run '' \endif
\if :{?account} \else \set account '' \endif
\if :{?since} \else \set since '' \endif
\if :{?until} \else \set until '' \endif
\if :{?limit} \else \set limit '' \endif
select run_id, account, started_at, duration_seconds, replies, p50_ms, p90_ms, p99_ms, max_ms, throttled, throttle_reason,
       sessions_sent, attempts, attempts_per_session, per_second, ceiling_per_second::numeric as ceiling_per_second,
       share_of_ceiling
from report_latency
where planned_at >= coalesce(utc_instant(nullif(:'since', '')), '-infinity') and planned_at < coalesce(utc_instant(nullif(:'until', '')), 'infinity')
  and (nullif(:'account', '') is null or account = nullif(:'account', ''))
  and (cast(nullif(:'run', '') as bigint) is null or run_id = cast(nullif(:'run', '') as bigint))
order by run_id desc
limit cast(nullif(:'limit', '') as bigint);
