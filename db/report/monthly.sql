-- Outcomes by month (UTC) and account, also of rows that have been purged, newest first.
-- account  only this account
-- since    the month of this time, and later ones
-- until    months that begin before this time; the last one counts whole
-- limit    at most this number of rows
--
-- psql -f monthly.sql -v account=acme -v since=2026-01-01
\if :{?account} \else \set account '' \endif
\if :{?since} \else \set since '' \endif
\if :{?until} \else \set until '' \endif
\if :{?limit} \else \set limit '' \endif
with range as (
  select date_trunc('month', utc_instant(nullif(:'since', '')) at time zone 'UTC') as since,
         date_trunc('month', (utc_instant(nullif(:'until', '')) - interval '1 microsecond') at time zone 'UTC') + interval '1 month' as until
), counted as (
  select month, account, outcome, evidence, count(*) as rows, sum(attempts) as attempts, 0::bigint as purged
  from report_outcome
  where recorded_at >= coalesce((select since at time zone 'UTC' from range), '-infinity')
    and recorded_at < coalesce((select until at time zone 'UTC' from range), 'infinity')
    and (nullif(:'account', '') is null or account = nullif(:'account', ''))
  group by month, account, outcome, evidence
  union all
  select month, account, outcome, nullif(evidence, ''), rows, attempts, rows
  from purged_month
  where month >= coalesce((select since from range), '-infinity') and month < coalesce((select until from range), 'infinity')
    and (nullif(:'account', '') is null or account = nullif(:'account', ''))
)
select month, account, sum(rows) as sessions,
       coalesce(sum(rows) filter (where outcome = 'removed'), 0) as removed,
       coalesce(sum(rows) filter (where outcome = 'started'), 0) as started,
       coalesce(sum(rows) filter (where outcome = 'missing'), 0) as missing,
       coalesce(sum(rows) filter (where outcome = 'not_idle'), 0) as not_idle,
       coalesce(sum(rows) filter (where outcome = 'held'), 0) as held,
       coalesce(sum(rows) filter (where outcome = 'failed'), 0) as failed,
       coalesce(sum(rows) filter (where evidence = 'inferred'), 0) as inferred,
       sum(attempts) as attempts, sum(purged) as purged
from counted
group by month, account
order by month desc, account
limit cast(nullif(:'limit', '') as bigint);
