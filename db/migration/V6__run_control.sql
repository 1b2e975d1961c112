-- What is kept with each run: the options in force, what operators asked for and when it took effect, and the counts of
-- the audit rows that were purged.
alter table cleanup_run
  add column options         jsonb,
  add column rate_per_second double precision,
  add column purged          jsonb,
  add constraint cleanup_run_rate check (rate_per_second > 0 and rate_per_second <= 1000);

comment on column cleanup_run.options is 'The options and settings in force, and the program''s version, of the process that last worked on the run.';
comment on column cleanup_run.rate_per_second is 'The ceiling that an operator has set with runs rate; null: the one in options.';
comment on column cleanup_run.purged is
  'Counts of the run''s audit rows that were purged. report_run adds them to those that are still there.';

create table run_event (
  event_id     bigint generated always as identity primary key,
  run_id       bigint           not null references cleanup_run,
  event        text             not null,
  actor        text             not null,
  happened_at  timestamptz      not null default clock_timestamp(),
  rate         double precision,
  host         text,
  options      jsonb,
  process_id   integer,
  in_effect_at timestamptz,
  constraint run_event_event check (event in ('started', 'pause', 'resume', 'cancel', 'rate')),
  constraint run_event_rate check ((event = 'rate') = (rate is not null))
);

comment on table run_event is 'The history of each run: which processes worked on it, and what operators asked for.';
comment on column run_event.event is 'started: a process began to work on the run; the others are what an operator asked for.';
comment on column run_event.actor is 'Who asked for it.';
comment on column run_event.rate is 'The ceiling asked for, requests a second.';
comment on column run_event.host is 'Where the process runs that started.';
comment on column run_event.options is 'The options in force in that process.';
comment on column run_event.process_id is 'The process that started, or that has carried out what was asked for.';
comment on column run_event.in_effect_at is 'When the process that works on the run had carried it out; null: not yet.';

create index run_event_run on run_event (run_id, event_id);

-- Counts are kept when rows are purged and not when the run ends: outcomes may be booked on a run after its end, and a run
-- that was killed never ends.
create function session_audit_purged() returns trigger language plpgsql as $$
begin
  update cleanup_run r
  set purged = jsonb_build_object(
    'removed', coalesce((r.purged ->> 'removed')::bigint, 0) + g.removed,
    'started', coalesce((r.purged ->> 'started')::bigint, 0) + g.started,
    'missing', coalesce((r.purged ->> 'missing')::bigint, 0) + g.missing,
    'not_idle', coalesce((r.purged ->> 'not_idle')::bigint, 0) + g.not_idle,
    'held', coalesce((r.purged ->> 'held')::bigint, 0) + g.held,
    'failed', coalesce((r.purged ->> 'failed')::bigint, 0) + g.failed,
    'inferred', coalesce((r.purged ->> 'inferred')::bigint, 0) + g.inferred,
    'attempts', coalesce((r.purged ->> 'attempts')::bigint, 0) + g.attempts,
    'unanswered', coalesce((r.purged ->> 'unanswered')::bigint, 0) + g.unanswered)
  from (
    select d.run_id,
           count(*) filter (where d.outcome = 'removed') as removed,
           count(*) filter (where d.outcome = 'started') as started,
           count(*) filter (where d.outcome = 'missing') as missing,
           count(*) filter (where d.outcome = 'not_idle') as not_idle,
           count(*) filter (where d.outcome = 'held') as held,
           count(*) filter (where d.outcome = 'failed') as failed,
           count(*) filter (where d.evidence = 'inferred') as inferred,
           sum(d.attempts) as attempts,
           sum(d.unanswered) as unanswered
    from gone d
    where d.outcome is not null -- the others are claims that are released
    group by d.run_id) g
  where r.run_id = g.run_id;
  return null;
end $$;

create trigger session_audit_purged after delete on session_audit
  referencing old table as gone for each statement execute function session_audit_purged();

-- As in V3: temporary tables must not stand in for ours.
do $$
begin
  execute format('alter function session_audit_purged() set search_path = %I, pg_temp', current_schema());
end $$;

create or replace view report_run as
select r.run_id, r.kind, r.account, r.dry_run,
       case when shown.interrupted then 'interrupted' else r.state end as state,
       r.reason, r.requested_by, r.created_from, r.created_to, r.created_before,
       r.planned_at, r.started_at, r.finished_at,
       extract(epoch from
         coalesce(r.finished_at, case when shown.interrupted then c.last_at else now() end) - r.started_at)::bigint
         as duration_seconds,
       r.planned_count,
       c.sessions + p.removed + p.started + p.missing + p.not_idle + p.held + p.failed as sessions,
       c.removed + p.removed as removed, c.started + p.started as started, c.missing + p.missing as missing,
       c.not_idle + p.not_idle as not_idle, c.held + p.held as held, c.failed + p.failed as failed, c.open,
       c.inferred + p.inferred as inferred, c.attempts + p.attempts as attempts,
       c.unanswered + p.unanswered as unanswered,
       r.process_id, r.job_instance_id, r.throttled, r.throttle_reason,
       r.options, r.rate_per_second
from cleanup_run r
cross join lateral (
  select r.state in ('planned', 'running', 'paused')
         and r.process_id not in (select p.process_id from live_process p) as interrupted) as shown
cross join lateral (
  select count(*) as sessions,
         count(*) filter (where a.outcome = 'removed') as removed,
         count(*) filter (where a.outcome = 'started') as started,
         count(*) filter (where a.outcome = 'missing') as missing,
         count(*) filter (where a.outcome = 'not_idle') as not_idle,
         count(*) filter (where a.outcome = 'held') as held,
         count(*) filter (where a.outcome = 'failed') as failed,
         count(*) filter (where a.outcome is null) as open,
         count(*) filter (where a.evidence = 'inferred') as inferred,
         coalesce(sum(a.attempts), 0) as attempts,
         coalesce(sum(a.unanswered), 0) as unanswered,
         max(coalesce(a.recorded_at, a.claimed_at)) as last_at
  from session_audit a where a.run_id = r.run_id) as c
cross join lateral (
  select coalesce((r.purged ->> 'removed')::bigint, 0) as removed,
         coalesce((r.purged ->> 'started')::bigint, 0) as started,
         coalesce((r.purged ->> 'missing')::bigint, 0) as missing,
         coalesce((r.purged ->> 'not_idle')::bigint, 0) as not_idle,
         coalesce((r.purged ->> 'held')::bigint, 0) as held,
         coalesce((r.purged ->> 'failed')::bigint, 0) as failed,
         coalesce((r.purged ->> 'inferred')::bigint, 0) as inferred,
         coalesce((r.purged ->> 'attempts')::bigint, 0) as attempts,
         coalesce((r.purged ->> 'unanswered')::bigint, 0) as unanswered) as p;

comment on column report_run.options is
  'The options and settings in force, and the program''s version, of the process that last worked on the run.';
comment on column report_run.rate_per_second is 'The ceiling that an operator has set with runs rate; null: the one in options.';

create view report_run_progress as
select r.run_id, r.account, r.state, c.state = 'paused' as paused, b.host,
       r.planned_count, r.sessions - r.open as done, e.remaining, e.per_second, e.ceiling,
       e.share, case when p.held_until > now() then p.held_until end as throttled_until,
       case when e.share < 1 or p.held_until > now() then p.reason end as slowed_by,
       case when c.state <> 'paused' and e.pace > 0 then ceil(e.remaining / e.pace)::bigint end as eta_seconds,
       o.oldest_left, w.actor as paused_by, w.happened_at as paused_at
from report_run r
join cleanup_run c on c.run_id = r.run_id
left join lateral (
  select v.host from run_event v where v.run_id = r.run_id and v.event = 'started'
  order by v.event_id desc limit 1) b on true
left join lateral (
  select v.actor, v.happened_at from run_event v where v.run_id = r.run_id and v.event = 'pause'
  order by v.event_id desc limit 1) w on c.state = 'paused'
left join cleanup_pace p on p.account = r.account
cross join lateral (
  select greatest(now() - interval '30 seconds',
           (select max(v.happened_at) from run_event v where v.run_id = r.run_id)) as since) m
cross join lateral (
  select coalesce(r.rate_per_second,
           split_part(r.options ->> 'rate', '/', 1)::double precision
             / case split_part(r.options ->> 'rate', '/', 2) when 's' then 1 when 'm' then 60 else 3600 end) as ceiling) f
cross join lateral (
  select greatest(r.planned_count - (r.sessions - r.open), 0) as remaining,
         f.ceiling,
         case when p.account is null or f.ceiling is null then 1 else pace_share(p, f.ceiling, now()) end as share,
         n.per_second,
         case when n.per_second > 0 then n.per_second else f.ceiling end as pace
  from (
    select count(*) / greatest(1, extract(epoch from now() - m.since))::double precision as per_second
    from session_audit a
    where a.run_id = r.run_id and a.attempts > 0 and a.recorded_at > m.since) n) e
cross join lateral (
  select min(t.created_at) as oldest_left
  from tracked_session t
  where t.account = r.account and t.status = 'IDLE' and t.settled_at is null and t.created_at < r.created_before
    and (r.created_from is null or t.created_at >= r.created_from)) o
where c.state in ('planned', 'running', 'paused');

comment on view report_run_progress is 'How far each unfinished run is, and what slows it down.';
comment on column report_run_progress.host is 'Where the process runs that last worked on the run.';
comment on column report_run_progress.done is 'Sessions of the run that have an outcome.';
comment on column report_run_progress.per_second is 'Sessions a second over the last 30 seconds, or since the last event of the run.';
comment on column report_run_progress.ceiling is 'The rate of the run, requests a second.';
comment on column report_run_progress.share is 'The share of the ceiling in force; below 1 since PAVE asked to slow down.';
comment on column report_run_progress.throttled_until is 'Nothing is sent until then; null: something may be sent.';
comment on column report_run_progress.oldest_left is 'When the oldest session was created that is still IDLE and unsettled.';

create view report_run_event as
select e.event_id, e.run_id, r.account, e.event, e.actor, e.happened_at, e.in_effect_at, e.rate, e.host, e.process_id,
       e.options
from run_event e
join cleanup_run r on r.run_id = e.run_id;

comment on view report_run_event is 'Which processes worked on each run, and what operators asked for.';
comment on column report_run_event.in_effect_at is 'When the process of the run had carried it out; null: not yet.';

-- Which programs may go on with a schema that is newer than they are.
create table schema_compatibility (
  schema_version integer primary key,
  oldest_program integer not null,
  constraint schema_compatibility_older check (oldest_program <= schema_version)
);

comment on table schema_compatibility is
  'A migration that only adds inserts its version, and the oldest schema version whose program still works with it.';
