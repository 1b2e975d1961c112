-- Stale sessions that are IDLE and have no final answer, by account and age, their growth, and the nights to clear them.
-- account  only this account
-- until    as it was at this time, as far as the tables still tell; the default is now
-- limit    at most this number of rows
--
-- psql -f backlog.sql -v account=acme
\if :{?account} \else \set account '' \endif
\if :{?until} \else \set until '' \endif
\if :{?limit} \else \set limit '' \endif
with moment as (
  select coalesce(utc_instant(nullif(:'until', '')), now()) as at
), stale_after as ( -- As the newest nightly run of the account saw it; 7 days where there was none.
  select t.account, coalesce(n.older_than, interval '168 hours') as older_than
  from (select account from tracked_session where status = 'IDLE' and settled_at is null
        union select account from cleanup_run) t
  left join lateral (
    select make_interval(secs => extract(epoch from c.planned_at - c.created_before)) as older_than from cleanup_run c
    where c.account = t.account and c.kind = 'nightly' and not c.dry_run
      and c.planned_at <= (select at from moment)
    order by c.run_id desc limit 1) n on true
  where (nullif(:'account', '') is null or t.account = nullif(:'account', ''))
), days as ( -- The days to compare with, from their start.
  select at, (at at time zone 'UTC')::date - 7 as day_7, (at at time zone 'UTC')::date - 30 as day_30 from moment
), cutoffs as ( -- What is past is counted by whole days.
  select a.account, a.older_than, d.*,
         case when nullif(:'until', '') is null then d.at - a.older_than
              else day_start(((d.at - a.older_than) at time zone 'UTC')::date) end as cutoff,
         ((day_start(d.day_7) - a.older_than) at time zone 'UTC')::date as cutoff_7,
         ((day_start(d.day_30) - a.older_than) at time zone 'UTC')::date as cutoff_30
  from stale_after a cross join days d
), unsettled as (
  select c.account, t.session_key, t.created_at, extract(epoch from c.at - t.created_at) / 86400 as age,
         (t.created_at < day_start(c.cutoff_7))::int as stale_7, (t.created_at < day_start(c.cutoff_30))::int as stale_30
  from cutoffs c
  join tracked_session t on t.account = c.account and t.status = 'IDLE' and t.settled_at is null and t.created_at < c.cutoff
), settled_after as ( -- Settled since --until, and so not settled then.
  select c.account, s.first_created as created_at, (c.at at time zone 'UTC')::date - s.created_day as age, s.rows
  from cutoffs c
  join settled_sessions(coalesce(utc_instant(nullif(:'until', '')), 'infinity')) s on s.account = c.account
  where s.created_day < (c.cutoff at time zone 'UTC')::date
), on_hold as (
  select u.account, u.age, 1 as held from unsettled u join active_hold h on h.session_key = u.session_key
  union all
  select distinct on (a.session_key) c.account, (c.at at time zone 'UTC')::date - (t.created_at at time zone 'UTC')::date, 1
  from active_hold h
  join session_audit a on a.session_key = h.session_key and a.outcome in ('removed', 'started', 'missing')
  join tracked_session t on t.session_key = h.session_key and t.settled_at is not null
  join cutoffs c on c.account = a.account and a.recorded_at >= c.at and t.created_at < c.cutoff
), bands as (
  select account, band, sum(rows) as sessions, sum(held) as on_hold, min(created_at) as oldest
  from (
    select account, case when age < 14 then 1 when age < 30 then 2 when age < 90 then 3 when age < 365 then 4 else 5 end as band,
           rows, held, created_at
    from (select account, age, 1 as rows, 0 as held, created_at from unsettled
          union all select account, age, rows, 0, created_at from settled_after
          union all select account, age, 0, held, null from on_hold) as each_age) as each_band
  group by grouping sets ((account, band), (account))
), before as ( -- How many were stale and not settled at the start of those days.
  select account, sum(stale_7) as stale_7, sum(stale_30) as stale_30
  from (
    select account, stale_7, stale_30 from unsettled
    union all
    select c.account, case when s.day >= c.day_7 and s.created_day < c.cutoff_7 then s.rows else 0 end,
           case when s.created_day < c.cutoff_30 then s.rows else 0 end
    from cutoffs c
    join settled_sessions(day_start((coalesce(utc_instant(nullif(:'until', '')), now()) at time zone 'UTC')::date - 30)) s
      on s.account = c.account) as each_session
  group by account
), nights as (
  select account, sum(rows) as settled, count(distinct run_id) as nights
  from outcome_counts(coalesce(utc_instant(nullif(:'until', '')), now()) - interval '168 hours',
                      coalesce(utc_instant(nullif(:'until', '')), now()), nullif(:'account', ''), null)
  where outcome in ('removed', 'started', 'missing')
  group by account
), flow as (
  select c.account, c.older_than, coalesce(b.sessions, 0) as sessions, coalesce(b.on_hold, 0) as on_hold, b.oldest,
         coalesce(b.sessions, 0) - coalesce(p.stale_7, 0) as growth_7, coalesce(b.sessions, 0) - coalesce(p.stale_30, 0) as growth_30,
         coalesce(n.settled, 0) as settled, coalesce(n.nights, 0) as nights
  from cutoffs c
  left join bands b on b.account = c.account and b.band is null
  left join before p on p.account = c.account
  left join nights n on n.account = c.account
), rates as ( -- A night's work, and what becomes stale in a day.
  select f.account, f.older_than, f.sessions, f.on_hold, f.oldest, f.growth_7, f.growth_30,
         f.settled / nullif(f.nights, 0)::numeric as night, greatest(0, (f.growth_7 + f.settled) / 7.0) as day
  from flow f
)
select account, age, sessions, on_hold, oldest, stale_after_days, growth_7_days, growth_30_days, settled_per_night, new_per_day,
       nights_to_clear
from (
  select r.account, 'all' as age, r.sessions, r.on_hold, r.oldest, round(extract(epoch from r.older_than) / 86400, 1) as stale_after_days,
         r.growth_7 as growth_7_days, r.growth_30 as growth_30_days,
         round(r.night, 1) as settled_per_night, round(r.day, 1) as new_per_day,
         case when r.sessions - r.on_hold = 0 then 0
              when r.sessions - r.on_hold <= r.night then 1
              when r.night > r.day then 1 + ceil((r.sessions - r.on_hold - r.night) / (r.night - r.day))
         end as nights_to_clear, 0 as band
  from rates r
  union all
  select b.account, (array['under 14 days', '14 to 30 days', '30 to 90 days', '90 to 365 days', 'over 365 days'])[b.band],
         b.sessions, b.on_hold, b.oldest, null, null, null, null, null, null, b.band
  from bands b
  where b.band is not null) as lines
order by account, band
limit cast(nullif(:'limit', '') as bigint);
