-- Counts of past days, so that a report over months does not read every row. A day is counted once no process can record
-- an outcome on it any more; whatever changes its rows after that takes its counts away, and reports read its rows again.
create table counted_day (
  day        date        primary key,
  counted_at timestamptz not null default clock_timestamp()
);

comment on table counted_day is 'Days (UTC) whose recorded rows are counted in day_count, day_age and day_created. Reports read the rows of all other days.';
comment on column counted_day.day is 'The day (UTC).';
comment on column counted_day.counted_at is 'When its rows were counted.';

create table day_count (
  day      date   not null references counted_day on delete cascade,
  account  text   not null,
  run_id   bigint not null,
  outcome  text   not null,
  evidence text   not null,
  rows     bigint not null,
  attempts bigint not null,
  primary key (day, account, run_id, outcome, evidence)
);

comment on table day_count is 'Recorded audit rows of a counted day, by account, run, outcome and evidence.';
comment on column day_count.day is 'The day (UTC) on which they were recorded.';
comment on column day_count.account is 'As in the audit.';
comment on column day_count.run_id is 'As in the audit.';
comment on column day_count.outcome is 'As in the audit.';
comment on column day_count.evidence is 'As in the audit; empty for outcomes without evidence (held, failed).';
comment on column day_count.rows is 'How many there are.';
comment on column day_count.attempts is 'DELETE calls granted for them.';

create table day_age (
  day        date   not null references counted_day on delete cascade,
  account    text   not null,
  evidence   text   not null,
  age_days   numeric,
  rows       bigint not null,
  older_than numeric,
  constraint day_age_key unique nulls not distinct (day, account, evidence, age_days)
);

comment on table day_age is 'Sessions that were removed on a counted day, by their age at removal.';
comment on column day_age.day is 'The day (UTC) on which they were removed.';
comment on column day_age.account is 'As in the audit.';
comment on column day_age.evidence is 'As in the audit.';
comment on column day_age.age_days is 'Their age in days, to a tenth; null where the tracking application had deleted their row.';
comment on column day_age.rows is 'How many there are.';
comment on column day_age.older_than is 'Where the age is unknown: all were older than this, in days, by the cutoff of their run.';

create table day_created (
  day           date        not null references counted_day on delete cascade,
  account       text        not null,
  created_day   date        not null,
  rows          bigint      not null,
  first_created timestamptz not null,
  primary key (day, account, created_day)
);

comment on table day_created is 'Sessions that were removed, or found started or missing, on a counted day, by the day of their creation.';
comment on column day_created.day is 'The day (UTC) on which the outcome was recorded.';
comment on column day_created.account is 'As in the audit.';
comment on column day_created.created_day is 'The day (UTC) on which they were created, as the tracking application had it.';
comment on column day_created.rows is 'How many there are.';
comment on column day_created.first_created is 'When the first of them was created.';

-- Failures are few: the report of them need not read the other rows of its time, and other rows are not in the index.
create index session_audit_failed on session_audit (recorded_at) where outcome = 'failed';

-- As before; sessions are looked up one by one.
create or replace view report_failure as
select a.audit_id, a.run_id, a.account, a.session_key, a.attempts, a.unanswered, a.http_status, a.detail,
       a.claimed_at, a.recorded_at, t.settled_at
from session_audit a
left join lateral (select s.settled_at from tracked_session s where s.session_key = a.session_key limit 1) t on true
where a.outcome = 'failed';

-- The start of a day (UTC).
create function day_start(p_day date) returns timestamptz language sql immutable strict parallel safe
  return p_day::timestamp at time zone 'UTC';

-- The start of the month (UTC) of this time, and the end of the month of the last moment before this time.
create function month_start(p_time timestamptz) returns timestamptz language sql immutable strict parallel safe
  return date_trunc('month', p_time at time zone 'UTC') at time zone 'UTC';

create function month_end(p_time timestamptz) returns timestamptz language sql immutable strict parallel safe
  return (date_trunc('month', (p_time - interval '1 microsecond') at time zone 'UTC') + interval '1 month') at time zone 'UTC';

-- Takes the counts of a day away, before its rows change. The lock keeps a counting from missing the change; the counting
-- of one day is what it waits for at most.
create function uncount_day(p_day date) returns void language plpgsql security definer set lock_timeout = 0 as $$
begin
  perform pg_advisory_xact_lock('counted_day'::regclass::oid::integer, 0);
  delete from counted_day c where c.day = p_day;
end $$;

-- Counts the oldest day that has rows, is not counted and is over for more than a day; returns it. Returns null when
-- there is none, and while another process counts or changes the rows of past days: the next sweep counts them.
create function count_day() returns date
  language plpgsql security definer
  set jit = off set enable_hashjoin = off set enable_mergejoin = off
  as $$
declare
  v_end  constant timestamptz := day_start((now() at time zone 'UTC')::date - 1);
  v_from timestamptz := day_start(date '0001-01-01');
  v_day  date;
begin
  if not pg_try_advisory_xact_lock('counted_day'::regclass::oid::integer, 0) then
    return null;
  end if;
  loop
    v_day := (
      select (a.recorded_at at time zone 'UTC')::date
      from session_audit a
      where a.recorded_at >= v_from and a.recorded_at < v_end
      order by a.recorded_at
      limit 1);
    exit when v_day is null or not exists (select from counted_day c where c.day = v_day);
    v_from := day_start(v_day + 1);
  end loop;
  if v_day is null then
    return null;
  end if;
  insert into counted_day (day) values (v_day);
  with outcomes as materialized (
    select a.account, a.run_id, a.outcome, coalesce(a.evidence, '') as evidence, a.attempts, a.recorded_at, t.created_at
    from session_audit a
    left join tracked_session t on t.session_key = a.session_key
    where a.recorded_at >= day_start(v_day) and a.recorded_at < day_start(v_day + 1) and a.outcome is not null
  ), counts as (
    insert into day_count (day, account, run_id, outcome, evidence, rows, attempts)
    select v_day, o.account, o.run_id, o.outcome, o.evidence, count(*), sum(o.attempts)
    from outcomes o
    group by o.account, o.run_id, o.outcome, o.evidence
  ), ages as (
    insert into day_age (day, account, evidence, age_days, rows, older_than)
    select v_day, o.account, o.evidence, round(extract(epoch from o.recorded_at - o.created_at) / 86400, 1), count(*),
           min(extract(epoch from o.recorded_at - r.created_before) / 86400) filter (where o.created_at is null)
    from outcomes o join cleanup_run r on r.run_id = o.run_id
    where o.outcome = 'removed'
    group by o.account, o.evidence, 4
  )
  insert into day_created (day, account, created_day, rows, first_created)
  select v_day, o.account, (o.created_at at time zone 'UTC')::date, count(*), min(o.created_at)
  from outcomes o
  where o.outcome in ('removed', 'started', 'missing') and o.created_at is not null
  group by o.account, 3;
  return v_day;
end $$;

-- The stretches of [p_since, p_until) that are no whole counted days: their rows have to be read. Null: no limit.
create function uncounted_time(p_since timestamptz, p_until timestamptz) returns table (since timestamptz, until timestamptz)
  language sql stable
begin atomic
  select s.since, s.until
  from (
    select lag(c.until, 1, coalesce(p_since, '-infinity')) over (order by c.since) as since, c.since as until
    from (
      select day_start(d.day) as since, day_start(d.day + 1) as until
      from counted_day d
      where d.day > ((coalesce(p_since, '-infinity') - interval '1 microsecond') at time zone 'UTC')::date
        and d.day < (coalesce(p_until, 'infinity') at time zone 'UTC')::date
      union all
      select coalesce(p_until, 'infinity'), 'infinity') as c) as s
  where s.since < s.until;
end;

-- Below, "offset 0" and "limit 1" keep the planner from reading whole tables: the rows are usually those of a day or two.

-- Recorded outcomes of [p_since, p_until), counted by day (UTC), account, run, outcome and evidence. Null: no limit.
create function outcome_counts(p_since timestamptz, p_until timestamptz, p_account text, p_run bigint)
  returns table (day date, account text, run_id bigint, outcome text, evidence text, rows bigint, attempts bigint)
  language sql stable
begin atomic
  select c.day, c.account, c.run_id, c.outcome, nullif(c.evidence, ''), c.rows, c.attempts
  from day_count c
  join counted_day k on k.day = c.day
  where c.day > ((coalesce(p_since, '-infinity') - interval '1 microsecond') at time zone 'UTC')::date
    and c.day < (coalesce(p_until, 'infinity') at time zone 'UTC')::date
    and (p_account is null or c.account = p_account) and (p_run is null or c.run_id = p_run)
  union all
  select (a.recorded_at at time zone 'UTC')::date, a.account, a.run_id, a.outcome, a.evidence, count(*), sum(a.attempts)
  from uncounted_time(p_since, p_until) u
  cross join lateral (select f.* from session_audit f where f.recorded_at >= u.since and f.recorded_at < u.until offset 0) a
  where a.outcome is not null
    and (p_account is null or a.account = p_account) and (p_run is null or a.run_id = p_run)
  group by 1, 2, 3, 4, 5;
end;

-- Sessions removed in [p_since, p_until), counted by day (UTC), account, evidence and age in days.
create function removed_ages(p_since timestamptz, p_until timestamptz, p_account text)
  returns table (day date, account text, evidence text, age_days numeric, rows bigint, older_than numeric)
  language sql stable
begin atomic
  select c.day, c.account, c.evidence, c.age_days, c.rows, c.older_than
  from day_age c
  join counted_day k on k.day = c.day
  where c.day > ((coalesce(p_since, '-infinity') - interval '1 microsecond') at time zone 'UTC')::date
    and c.day < (coalesce(p_until, 'infinity') at time zone 'UTC')::date
    and (p_account is null or c.account = p_account)
  union all
  select (a.recorded_at at time zone 'UTC')::date, a.account, a.evidence,
         round(extract(epoch from a.recorded_at - t.created_at) / 86400, 1), count(*),
         min(extract(epoch from a.recorded_at - r.created_before) / 86400) filter (where t.created_at is null)
  from uncounted_time(p_since, p_until) u
  cross join lateral (select f.* from session_audit f where f.recorded_at >= u.since and f.recorded_at < u.until offset 0) a
  join cleanup_run r on r.run_id = a.run_id
  left join lateral (select s.created_at from tracked_session s where s.session_key = a.session_key limit 1) t on true
  where a.outcome = 'removed' and (p_account is null or a.account = p_account)
  group by 1, 2, 3, 4;
end;

-- Sessions that were removed, or found started or missing, since p_since, counted by that day (UTC) and the day of their
-- creation, without outcomes before a reopening; of sessions that the tracking application knew when the day was counted.
create function settled_sessions(p_since timestamptz)
  returns table (day date, account text, created_day date, rows bigint, first_created timestamptz)
  language sql stable
begin atomic
  select c.day, c.account, c.created_day, c.rows, c.first_created
  from day_created c
  join counted_day k on k.day = c.day
  where c.day > ((p_since - interval '1 microsecond') at time zone 'UTC')::date
  union all
  select (a.recorded_at at time zone 'UTC')::date, a.account, (t.created_at at time zone 'UTC')::date, count(*), min(t.created_at)
  from uncounted_time(p_since, null) u
  cross join lateral (select f.* from session_audit f where f.recorded_at >= u.since and f.recorded_at < u.until offset 0) a
  join lateral (select s.created_at from tracked_session s where s.session_key = a.session_key limit 1) t on true
  where a.outcome in ('removed', 'started', 'missing')
  group by 1, 2, 3
  union all
  select (a.recorded_at at time zone 'UTC')::date, a.account, (t.created_at at time zone 'UTC')::date, -count(*), null
  from session_audit a
  join tracked_session t on t.session_key = a.session_key
  where a.session_key in (select o.session_key from session_reopen o where o.reopened_at >= p_since)
    and a.recorded_at >= p_since and a.outcome in ('removed', 'started', 'missing')
    and exists (select from session_reopen o where o.session_key = a.session_key and o.reopened_at > a.recorded_at)
  group by 1, 2, 3;
end;

-- Outcomes that are inserted, as a restore does, may be of a past day. As before, with the counts.
create or replace function session_audit_insert() returns trigger language plpgsql as $$
begin
  if (new.outcome is not null or new.recorded_at is not null or new.evidence is not null
      or new.attempts <> 0 or new.unanswered <> 0 or new.failures <> 0 or new.just_granted)
     and not pg_has_role(current_user, (select c.relowner from pg_class c where c.oid = tg_relid), 'usage') then
    raise exception 'an audit row of session % must start as an open claim without an attempt', new.session_key
      using errcode = 'restrict_violation';
  end if;
  new.generation := (select count(*) from session_reopen r where r.session_key = new.session_key);
  if new.outcome is not null then
    new.recorded_at := coalesce(new.recorded_at, clock_timestamp());
    perform uncount_day((new.recorded_at at time zone 'UTC')::date);
  end if;
  return new;
end $$;

create function session_audit_uncount() returns trigger language plpgsql security definer as $$
begin
  perform uncount_day(d.day)
  from (select distinct (g.recorded_at at time zone 'UTC')::date as day from gone g where g.outcome is not null) as d;
  return null;
end $$;

create trigger session_audit_uncount after delete on session_audit
  referencing old table as gone for each statement execute function session_audit_uncount();

revoke execute on function uncount_day(date) from public;
revoke execute on function count_day() from public;

-- Temporary tables come first in a search path that does not name them.
do $$
declare
  f regprocedure;
begin
  for f in
    select p.oid from pg_proc p
    where p.pronamespace = current_schema()::regnamespace
      and p.proname in ('uncount_day', 'count_day', 'session_audit_insert', 'session_audit_uncount')
  loop
    execute format('alter function %s set search_path = %I, pg_temp', f, current_schema());
  end loop;
end $$;

-- An older program does not count days, and reports read their rows.
insert into schema_compatibility values (14, 9);
