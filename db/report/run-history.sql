-- Which processes worked on each run, and what operators asked for: when, who, and since when it is in effect.
-- run      only this run
-- account  only this account
-- since    happened at this time or later
-- until    happened before this time
-- limit    at most this number of rows
--
-- psql -f run-history.sql -v run=41
\if :{?run} \else \set run '' \endif
\if :{?account} \else \set account '' \endif
\if :{?since} \else \set since '' \endif
\if :{?until} \else \set until '' \endif
\if :{?limit} \else \set limit '' \endif
select run_id, happened_at, event, actor, in_effect_at, rate::numeric as rate, host, process_id, options::text as options
from report_run_event
where happened_at >= coalesce(utc_instant(nullif(:'since', '')), '-infinity') and happened_at < coalesce(utc_instant(nullif(:'until', '')), 'infinity')
  and (cast(nullif(:'run', '') as bigint) is null or run_id = cast(nullif(:'run', '') as bigint))
  and (nullif(:'account', '') is null or account = nullif(:'account', ''))
order by run_id desc, event_id
limit cast(nullif(:'limit', '') as bigint);
