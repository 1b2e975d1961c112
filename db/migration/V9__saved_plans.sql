-- A saved plan is a run whose session keys are frozen before somebody carries it out.
alter table cleanup_run
  add column saved_at timestamptz,
  add column carried_out_by text,
  add column carried_out_at timestamptz;

comment on column cleanup_run.saved_at is 'When the run was saved as a plan, by requested_by; null for a run that is no saved plan.';
comment on column cleanup_run.carried_out_by is 'Who first carried out the saved plan.';

create table planned_session (
  run_id      bigint not null references cleanup_run,
  session_key text   not null,
  primary key (run_id, session_key)
);

comment on table planned_session is 'The sessions of saved plans: such a run claims these and no others.';

-- As before, but a saved plan that nobody has carried out yet is planned, not interrupted.
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
         and (r.saved_at is null or r.carried_out_at is not null)
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
