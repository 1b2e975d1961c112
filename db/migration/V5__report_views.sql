-- What reporting tools read. Their column names are a promise: columns are added at the end, never renamed or removed.

-- Counted run by run (lateral), so that the newest runs are shown without reading the whole audit.
create view report_run as
select r.run_id, r.kind, r.account, r.dry_run,
       case when shown.interrupted then 'interrupted' else r.state end as state,
       r.reason, r.requested_by, r.created_from, r.created_to, r.created_before,
       r.planned_at, r.started_at, r.finished_at,
       extract(epoch from
         coalesce(r.finished_at, case when shown.interrupted then c.last_at else now() end) - r.started_at)::bigint
         as duration_seconds,
       r.planned_count, c.sessions, c.removed, c.started, c.missing, c.not_idle, c.held, c.failed, c.open,
       c.inferred, c.attempts, c.unanswered, r.process_id, r.job_instance_id, r.throttled, r.throttle_reason
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
  from session_audit a where a.run_id = r.run_id) as c;

comment on view report_run is 'One row for each run: its state, its plan and what came of it.';
comment on column report_run.state is 'As in cleanup_run, or interrupted: the run is unfinished and its process is dead.';
comment on column report_run.duration_seconds is
  'From start to end; to now while it runs; to the last claim or record where it was interrupted.';
comment on column report_run.planned_count is 'Sessions that were eligible when the run was planned.';
comment on column report_run.sessions is 'Sessions the run has claimed: the sum of the outcomes and of open.';
comment on column report_run.started is 'Sessions somebody had started at PAVE, which therefore cannot be deleted.';
comment on column report_run.open is 'Claims without an outcome yet.';
comment on column report_run.inferred is 'Outcomes that follow from other facts: PAVE''s reply about them was lost, or nobody asked PAVE.';
comment on column report_run.attempts is 'DELETE calls granted.';
comment on column report_run.unanswered is 'DELETE calls whose effect at PAVE is unknown.';
comment on column report_run.throttled is 'How often PAVE asked to slow down (429, or 503 with Retry-After).';
comment on column report_run.throttle_reason is 'What PAVE said when it last asked to slow down.';

create view report_daily as
select (a.recorded_at at time zone 'UTC')::date as day, a.account,
       count(*) as sessions,
       count(*) filter (where a.outcome = 'removed') as removed,
       count(*) filter (where a.outcome = 'started') as started,
       count(*) filter (where a.outcome = 'missing') as missing,
       count(*) filter (where a.outcome = 'not_idle') as not_idle,
       count(*) filter (where a.outcome = 'held') as held,
       count(*) filter (where a.outcome = 'failed') as failed,
       count(*) filter (where a.evidence = 'inferred') as inferred,
       sum(a.attempts) as attempts
from session_audit a
where a.outcome is not null
group by 1, 2;

comment on view report_daily is 'Recorded outcomes by day (UTC) and account. A session that failed on two nights counts on both.';
comment on column report_daily.inferred is 'Outcomes that follow from other facts: PAVE''s reply about them was lost, or nobody asked PAVE.';

create view report_session as
select a.audit_id, a.run_id, r.kind, a.account, a.session_key, a.outcome, a.evidence, a.attempts, a.unanswered,
       a.http_status, a.detail, a.latency_ms, a.claimed_by, a.claimed_at, a.recorded_at,
       t.created_at, t.status as tracked_status, t.settled_at
from session_audit a
join cleanup_run r on r.run_id = a.run_id
left join tracked_session t on t.session_key = a.session_key;

comment on view report_session is 'One row for each session in each run, beside what is tracked of the session now.';
comment on column report_session.outcome is 'Null while the claim is open.';
comment on column report_session.created_at is 'Null, as the other tracked columns, where the tracking application has deleted its row.';

create view report_open_claim as
select a.audit_id, a.run_id, a.account, a.session_key, a.claimed_by,
       a.claimed_by in (select p.process_id from live_process p) as owner_alive,
       a.claimed_at, extract(epoch from now() - a.claimed_at)::bigint as age_seconds,
       a.attempts, a.unanswered, a.http_status, a.detail
from session_audit a
where a.outcome is null;

comment on view report_open_claim is 'Sessions that are claimed and have no outcome yet.';
comment on column report_open_claim.owner_alive is 'False: the process is dead, and the next run takes the claim over.';
comment on column report_open_claim.age_seconds is 'Since the claim was made or taken over.';
comment on column report_open_claim.http_status is 'Of the last reply, if there was one.';

create view report_failure as
select a.audit_id, a.run_id, a.account, a.session_key, a.attempts, a.unanswered, a.http_status, a.detail,
       a.claimed_at, a.recorded_at, t.settled_at
from session_audit a
left join tracked_session t on t.session_key = a.session_key
where a.outcome = 'failed';

comment on view report_failure is 'Sessions that failed every attempt of a run, with the last reply or fault.';
comment on column report_failure.settled_at is 'When a later run got the final answer; null while the session is unsettled or no longer tracked.';
