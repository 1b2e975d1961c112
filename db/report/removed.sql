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
with ages as (
  select date_trunc('month', day)::date as month, account, evidence, age_days, sum(rows) as rows, min(older_than) as older_than
  from removed_ages(month_start(utc_instant(nullif(:'since', ''))), month_end(utc_instant(nullif(:'until', ''))), nullif(:'account', ''))
  group by 1, account, evidence, age_days
), placed as ( -- The last place of each age among the known ages, and how many there are.
  select month, account, age_days, sum(sum(rows)) over (partition by month, account order by age_days) as place,
         sum(rows) as rows, sum(sum(rows)) over (partition by month, account) as known
  from ages
  where age_days is not null
  group by month, account, age_days
), medians as ( -- The age in the middle, or half way between the two in the middle.
  select month, account,
         (min(age_days) filter (where place >= div(known + 1, 2)) + min(age_days) filter (where place >= div(known, 2) + 1)) / 2 as age_median
  from placed
  group by month, account
), counted as (
  select month, account, sum(rows) as removed, coalesce(sum(rows) filter (where evidence = 'inferred'), 0) as inferred,
         min(age_days) as age_min, max(age_days) as age_max,
         coalesce(sum(rows) filter (where age_days is null), 0) as age_unknown,
         -- The audit knows only the cutoff of the run: the session was older.
         min(older_than) as older_than, 0::bigint as purged
  from ages
  group by month, account
  union all
  select month, account, rows, case when evidence = 'inferred' then rows else 0 end, null, null, rows, null, rows
  from purged_month
  where outcome = 'removed'
    and month >= coalesce(month_start(utc_instant(nullif(:'since', ''))) at time zone 'UTC', '-infinity') and month < coalesce(month_end(utc_instant(nullif(:'until', ''))) at time zone 'UTC', 'infinity')
    and (nullif(:'account', '') is null or account = nullif(:'account', ''))
)
select c.month, c.account, sum(c.removed) as removed, sum(c.inferred) as inferred,
       min(c.age_min) as age_min, round(min(m.age_median), 1) as age_median, max(c.age_max) as age_max,
       sum(c.age_unknown) as age_unknown, round(min(c.older_than), 1) as unknown_older_than, sum(c.purged) as purged
from counted c
left join medians m on m.month = c.month and m.account = c.account
group by c.month, c.account
order by c.month desc, c.account
limit cast(nullif(:'limit', '') as bigint);
