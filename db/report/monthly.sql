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
with counted as (
  select date_trunc('month', day)::date as month, account, outcome, evidence, rows, attempts, 0::bigint as purged
  from outcome_counts(month_start(utc_instant(nullif(:'since', ''))), month_end(utc_instant(nullif(:'until', ''))), nullif(:'account', ''), null)
  union all
  select month, account, outcome, nullif(evidence, ''), rows, attempts, rows
  from purged_month
  where month >= coalesce(month_start(utc_instant(nullif(:'since', ''))) at time zone 'UTC', '-infinity') and month < coalesce(month_end(utc_instant(nullif(:'until', ''))) at time zone 'UTC', 'infinity')
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
