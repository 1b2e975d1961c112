-- Sessions removed by month (UTC) and account, with their age in days when they were removed, newest first.
-- account  only this account
-- since    the month of this time, and later ones
-- until    months that begin before this time; the last one counts whole
-- limit    at most this number of rows
--
-- psql -f removed.sql -v account=acme -v since=2026-01-01
\if :{?account} \else \set account '' \endif
\if :{?since} \else \set since '' \endif
\if :{?until} \else \set until '' \endif
\if :{?limit} \else \set limit '' \endif
with range as (
  select date_trunc('month', utc_instant(nullif(:'since', '')) at time zone 'UTC') as since,
         date_trunc('month', (utc_instant(nullif(:'until', '')) - interval '1 microsecond') at time zone 'UTC') + interval '1 month' as until
), counted as (
  select o.month, o.account, count(*) as removed, count(*) filter (where o.evidence = 'inferred') as inferred,
         min(o.age_days) as age_min, percentile_cont(0.5) within group (order by o.age_days) as age_median,
         max(o.age_days) as age_max, count(*) filter (where o.age_days is null) as age_unknown,
         -- The audit knows only the cutoff of the run: the session was older.
         min(extract(epoch from o.recorded_at - r.created_before) / 86400) filter (where o.age_days is null) as older_than,
         0::bigint as purged
  from report_outcome o
  join cleanup_run r on r.run_id = o.run_id
  where o.outcome = 'removed'
    and o.recorded_at >= coalesce((select since at time zone 'UTC' from range), '-infinity')
    and o.recorded_at < coalesce((select until at time zone 'UTC' from range), 'infinity')
    and (nullif(:'account', '') is null or o.account = nullif(:'account', ''))
  group by o.month, o.account
  union all
  select month, account, rows, case when evidence = 'inferred' then rows else 0 end, null, null, null, rows, null, rows
  from purged_month
  where outcome = 'removed'
    and month >= coalesce((select since from range), '-infinity') and month < coalesce((select until from range), 'infinity')
    and (nullif(:'account', '') is null or account = nullif(:'account', ''))
)
select month, account, sum(removed) as removed, sum(inferred) as inferred,
       round(min(age_min), 1) as age_min, round(min(age_median)::numeric, 1) as age_median, round(max(age_max), 1) as age_max,
       sum(age_unknown) as age_unknown, round(min(older_than), 1) as unknown_older_than, sum(purged) as purged
from counted
group by month, account
order by month desc, account
limit cast(nullif(:'limit', '') as bigint);
