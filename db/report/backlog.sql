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
), moments as (
  select days, at - days * interval '1 day' as at from moment cross join unnest(array[0, 7, 30]) as days
), stale_after as ( -- As the newest nightly run of the account saw it; 7 days where there was none.
  select t.account, coalesce(n.older_than, interval '7 days') as older_than
  from (select account from tracked_session where status = 'IDLE' and settled_at is null
        union select account from cleanup_run) t
  left join lateral (
    select c.planned_at - c.created_before as older_than from cleanup_run c
    where c.account = t.account and c.kind = 'nightly' and not c.dry_run
      and c.planned_at <= (select at from moment)
    order by c.run_id desc limit 1) n on true
  where (nullif(:'account', '') is null or t.account = nullif(:'account', ''))
), settled as (
  select a.account, a.session_key, max(a.recorded_at) as at
  from session_audit a
  where a.recorded_at >= (select min(at) from moments) and a.outcome in ('removed', 'started', 'missing')
  group by a.account, a.session_key
), sessions as ( -- What is left, and what was settled since; a session whose tracked row is gone is not counted.
  select t.account, t.session_key, t.created_at, 'infinity'::timestamptz as settled_at
  from tracked_session t where t.status = 'IDLE' and t.settled_at is null
  union all
  select t.account, t.session_key, t.created_at, s.at
  from settled s
  join tracked_session t on t.session_key = s.session_key and t.settled_at is not null
), stale as (
  select s.account, m.days, s.session_key, s.created_at, extract(epoch from m.at - s.created_at) / 86400 as age
  from sessions s
  join stale_after a on a.account = s.account
  join moments m on s.created_at < m.at - a.older_than and s.settled_at > m.at
), bands as (
  select b.account, b.band, count(*) as sessions, count(h.session_key) as on_hold, min(b.created_at) as oldest
  from (select account, session_key, created_at, 0 as band from stale where days = 0
        union all
        select account, session_key, created_at,
               case when age < 14 then 1 when age < 30 then 2 when age < 90 then 3 when age < 365 then 4 else 5 end
        from stale where days = 0) b
  left join active_hold h on h.session_key = b.session_key
  group by b.account, b.band
), flow as (
  select a.account, a.older_than, coalesce(b.sessions, 0) as sessions, coalesce(b.on_hold, 0) as on_hold, b.oldest,
         coalesce(b.sessions, 0) - (select count(*) from stale w where w.account = a.account and w.days = 7) as growth_7,
         coalesce(b.sessions, 0) - (select count(*) from stale w where w.account = a.account and w.days = 30) as growth_30,
         s.settled, s.nights
  from stale_after a
  left join bands b on b.account = a.account and b.band = 0
  cross join lateral (
    select count(*) as settled, count(distinct (s.at at time zone 'UTC')::date) as nights from settled s
    where s.account = a.account and s.at < (select at from moment)
      and s.at >= (select at from moments where days = 7)) s
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
  where b.band > 0) as lines
order by account, band
limit cast(nullif(:'limit', '') as bigint);
