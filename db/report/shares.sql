-- Shares of missing and started sessions by month (UTC) and account, and the change to the month before, newest first.
-- account  only this account
-- since    the month of this time, and later ones
-- until    months that begin before this time; the last one counts whole
-- limit    at most this number of rows
--
-- psql -f shares.sql -v account=acme -v since=2026-01-01
\if :{?account} \else \set account '' \endif
\if :{?since} \else \set since '' \endif
\if :{?until} \else \set until '' \endif
\if :{?limit} \else \set limit '' \endif
with range as (
  select date_trunc('month', utc_instant(nullif(:'since', '')) at time zone 'UTC') as since,
         date_trunc('month', (utc_instant(nullif(:'until', '')) - interval '1 microsecond') at time zone 'UTC') + interval '1 month' as until
), counted as (
  select month, account, outcome, count(*) as rows
  from report_outcome
  where recorded_at >= coalesce((select (since - interval '1 month') at time zone 'UTC' from range), '-infinity')
    and recorded_at < coalesce((select until at time zone 'UTC' from range), 'infinity')
    and (nullif(:'account', '') is null or account = nullif(:'account', ''))
    and outcome in ('removed', 'started', 'missing')
  group by month, account, outcome
  union all
  select month, account, outcome, rows
  from purged_month
  where month >= coalesce((select since - interval '1 month' from range), '-infinity')
    and month < coalesce((select until from range), 'infinity')
    and (nullif(:'account', '') is null or account = nullif(:'account', ''))
    and outcome in ('removed', 'started', 'missing')
), shares as (
  select month, account, sum(rows) as answered,
         coalesce(sum(rows) filter (where outcome = 'missing'), 0) as missing,
         coalesce(sum(rows) filter (where outcome = 'started'), 0) as started
  from counted
  group by month, account
)
select s.month, s.account, s.answered, s.missing, s.started,
       round(s.missing / s.answered, 4) as missing_share,
       round(s.missing / s.answered - b.missing / b.answered, 4) as missing_change,
       round(s.started / s.answered, 4) as started_share,
       round(s.started / s.answered - b.started / b.answered, 4) as started_change
from shares s
left join shares b on b.account = s.account and b.month = s.month - interval '1 month'
where s.month >= coalesce((select since from range), '-infinity')
order by s.month desc, s.account
limit cast(nullif(:'limit', '') as bigint);
