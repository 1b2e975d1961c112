-- Who asked for what: runs, saved plans and their carrying out, pauses, cancels and rates, newest first.
-- run      only this run
-- account  only this account
-- since    asked at this time or later
-- until    asked before this time
-- limit    at most this number of rows
--
-- psql -f requests.sql -v run=41
\if :{?run} \else \set run '' \endif
\if :{?account} \else \set account '' \endif
\if :{?since} \else \set since '' \endif
\if :{?until} \else \set until '' \endif
\if :{?limit} \else \set limit '' \endif
select requested_at, run_id, account, request, requested_by, in_effect_at, rate_per_second::numeric as rate_per_second, kind,
       dry_run, created_from, created_to, created_before, planned_count, state, options::text as options
from report_request
where requested_at >= coalesce(utc_instant(nullif(:'since', '')), '-infinity') and requested_at < coalesce(utc_instant(nullif(:'until', '')), 'infinity')
  and (nullif(:'account', '') is null or account = nullif(:'account', ''))
  and (cast(nullif(:'run', '') as bigint) is null or run_id = cast(nullif(:'run', '') as bigint))
order by requested_at desc, run_id desc, request
limit cast(nullif(:'limit', '') as bigint);
