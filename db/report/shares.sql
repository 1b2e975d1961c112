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
with counted as (
  select date_trunc('month', day)::date as month, account, outcome, rows
  from outcome_counts(month_start(month_start(utc_instant(nullif(:'since', ''))) - interval '1 day'),
                      month_end(utc_instant(nullif(:'until', ''))), nullif(:'account', ''), null)
  where outcome in ('removed', 'started', 'missing')
  union all
  select month, account, outcome, rows
  from purged_month
  where month >= coalesce(month_start(month_start(utc_instant(nullif(:'since', ''))) - interval '1 day') at time zone 'UTC', '-infinity')
    and month < coalesce(month_end(utc_instant(nullif(:'until', ''))) at time zone 'UTC', 'infinity')
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
where s.month >= coalesce(month_start(utc_instant(nullif(:'since', ''))) at time zone 'UTC', '-infinity')
order by s.month desc, s.account
limit cast(nullif(:'limit', '') as bigint);
