-- What the reports read: views for each question, and a comment on every column of every report view.

-- A date, which is its midnight in UTC, or an instant with its zone; the session's settings have no effect.
create function utc_instant(p_text text) returns timestamptz language sql immutable strict parallel safe
  set timezone = 'UTC' set datestyle = 'ISO, YMD'
  as $$ select cast(p_text as timestamptz) $$;

comment on function utc_instant(text) is
  'A date such as 2026-11-01, which is its midnight in UTC, or an instant such as 2026-11-01T06:00:00Z.';

create view report_outcome as
select a.audit_id, a.run_id, a.account, a.session_key, a.outcome, a.evidence, a.attempts, a.unanswered, a.http_status,
       a.detail, a.latency_ms, a.claimed_at, a.recorded_at,
       (a.recorded_at at time zone 'UTC')::date as day,
       date_trunc('month', a.recorded_at at time zone 'UTC')::date as month,
       t.created_at,
       extract(epoch from a.recorded_at - t.created_at) / 86400 as age_days
from session_audit a
left join tracked_session t on t.session_key = a.session_key
where a.outcome is not null;

-- Two selects, so that each finds its rows by an index.
create view report_doubt as
select a.audit_id, 'removed, inferred' as doubt, a.run_id, a.account, a.session_key, a.attempts, a.unanswered,
       a.http_status, a.detail, a.claimed_at, a.recorded_at, a.recorded_at as since
from session_audit a
where a.outcome = 'removed' and a.evidence = 'inferred'
union all
select a.audit_id, 'open claim', a.run_id, a.account, a.session_key, a.attempts, a.unanswered,
       a.http_status, a.detail, a.claimed_at, a.recorded_at, a.claimed_at
from session_audit a
where a.outcome is null and a.unanswered > 0;

create view report_latency as
select r.run_id, r.kind, r.account, r.state, r.planned_at, r.started_at, r.duration_seconds,
       c.replies, c.p50_ms, c.p90_ms, c.p99_ms, c.max_ms,
       r.throttled, r.throttle_reason,
       c.sessions_sent, r.attempts,
       round(c.attempts::numeric / nullif(c.sessions_sent, 0), 2) as attempts_per_session,
       f.ceiling as ceiling_per_second,
       round(r.attempts::numeric / nullif(r.duration_seconds, 0), 2) as per_second,
       round(r.attempts::numeric / nullif(r.duration_seconds, 0) / f.ceiling::numeric, 3) as share_of_ceiling
from report_run r
cross join lateral (
  select count(a.latency_ms) as replies,
         percentile_disc(0.5) within group (order by a.latency_ms) as p50_ms,
         percentile_disc(0.9) within group (order by a.latency_ms) as p90_ms,
         percentile_disc(0.99) within group (order by a.latency_ms) as p99_ms,
         max(a.latency_ms) as max_ms,
         count(*) filter (where a.attempts > 0) as sessions_sent, sum(a.attempts) as attempts
  from session_audit a where a.run_id = r.run_id) as c
cross join lateral (
  select coalesce(r.rate_per_second,
           split_part(r.options ->> 'rate', '/', 1)::double precision
             / case split_part(r.options ->> 'rate', '/', 2) when 's' then 1 when 'm' then 60 else 3600 end) as ceiling) f
where not r.dry_run;

create view report_request as
select q.requested_at, q.run_id, q.account, q.request, q.requested_by, q.in_effect_at, q.rate_per_second,
       r.kind, r.dry_run, r.created_from, r.created_to, r.created_before, r.planned_count, r.state, q.options
from (
  select c.planned_at as requested_at, c.run_id, c.account,
         case when c.saved_at is not null then 'save plan' when c.dry_run then 'dry run' else c.kind end as request,
         c.requested_by, coalesce(c.saved_at, c.started_at) as in_effect_at, null::double precision as rate_per_second,
         case when c.saved_at is null then c.options end as options, 0 as event_id
  from cleanup_run c
  union all
  select c.carried_out_at, c.run_id, c.account, 'carry out plan', c.carried_out_by, c.started_at, null, c.options, 0
  from cleanup_run c where c.carried_out_at is not null
  union all
  select e.happened_at, e.run_id, e.account, e.event, e.actor, e.in_effect_at, e.rate, null, e.event_id
  from report_run_event e where e.event <> 'started') as q
join cleanup_run r on r.run_id = q.run_id;

create view report_reopen as
select o.reopen_id, o.reopened_at, o.session_key, coalesce(b.account, t.account) as account, o.reopened_by, o.reason,
       b.run_id as run_before, b.outcome as outcome_before, b.evidence as evidence_before, b.recorded_at as recorded_before,
       n.run_id as run_after, n.outcome as outcome_after, n.evidence as evidence_after, n.recorded_at as recorded_after
from session_reopen o
left join tracked_session t on t.session_key = o.session_key
left join lateral (
  select a.run_id, a.account, a.outcome, a.evidence, a.recorded_at
  from session_audit a
  where a.session_key = o.session_key and a.recorded_at <= o.reopened_at
    and a.outcome in ('removed', 'started', 'missing', 'not_idle')
  order by a.audit_id desc limit 1) b on true
left join lateral (
  select a.run_id, a.outcome, a.evidence, a.recorded_at
  from session_audit a
  where a.session_key = o.session_key and a.recorded_at > o.reopened_at
    and a.recorded_at < coalesce(
      (select min(l.reopened_at) from session_reopen l
       where l.session_key = o.session_key and l.reopened_at > o.reopened_at), 'infinity')
  order by a.audit_id desc limit 1) n on true;

create view report_purge as
select p.purge_id, p.purged_at as started_at, p.finished_at, p.purged_by, p.purged_before,
       coalesce(p.purged_rows, 0) as purged_rows
from audit_purge p;

create view report_backlog as
select t.account, t.session_key, t.created_at,
       extract(epoch from now() - t.created_at) / 86400 as age_days,
       exists (select from active_hold h where h.session_key = t.session_key) as on_hold,
       c.run_id as claimed_by_run
from tracked_session t
left join session_audit c on c.session_key = t.session_key and c.outcome is null
where t.status = 'IDLE' and t.settled_at is null;

do $$
declare
  -- Columns that mean the same in every view.
  meanings constant jsonb := '{
    "account": "The account at PAVE, as in pave.accounts.<name>.",
    "age_seconds": "Since the claim was made or taken over.",
    "attempts": "DELETE calls granted.",
    "audit_id": "The row in session_audit.",
    "claimed_at": "When the claim was made or last taken over.",
    "claimed_by": "The process that holds or held the claim.",
    "created_before": "The cutoff: only sessions created before it are touched.",
    "created_from": "The start of the range a backfill was asked for.",
    "created_to": "The end of the range a backfill was asked for.",
    "detail": "What PAVE or the network said last, or why the session was left alone.",
    "dry_run": "True: the run only looked, and sent nothing.",
    "evidence": "confirmed by a reply of PAVE, or inferred from other facts; null for held and failed.",
    "failed": "Sessions that failed every attempt of the run.",
    "held": "Sessions that were put on hold after they were claimed.",
    "http_status": "The HTTP status of the last reply; null: there was none.",
    "inferred": "Outcomes that follow from other facts: PAVE''s reply about them was lost, or nobody asked PAVE.",
    "kind": "nightly or backfill.",
    "latency_ms": "How long the last reply took, in milliseconds.",
    "missing": "Sessions that PAVE did not know, although no DELETE of ours can have removed them.",
    "not_idle": "Sessions that were no longer IDLE after they were claimed.",
    "options": "The options and settings in force, and the program''s version.",
    "planned_at": "When the run was planned.",
    "planned_count": "Sessions that were eligible when the run was planned.",
    "recorded_at": "When the outcome was recorded.",
    "removed": "Sessions that were deleted.",
    "requested_by": "Who asked for it.",
    "run_id": "The run, as in cleanup_run.",
    "session_key": "The session''s key at PAVE.",
    "sessions": "All of these outcomes together.",
    "settled_at": "When the job got its final answer; null: not yet, or the tracking application has deleted its row.",
    "started": "Sessions that somebody had started at PAVE, which therefore cannot be deleted.",
    "started_at": "When it began.",
    "throttle_reason": "What PAVE said when it last asked to slow down.",
    "throttled": "How often PAVE asked to slow down (429, or 503 with Retry-After).",
    "unanswered": "DELETE calls whose effect at PAVE is unknown."
  }';
  c record;
begin
  for c in
    select v.relname, a.attname
    from pg_class v
    join pg_attribute a on a.attrelid = v.oid and a.attnum > 0 and not a.attisdropped
    where v.relnamespace = current_schema()::regnamespace and v.relkind = 'v' and v.relname like 'report\_%'
      and meanings ? a.attname and col_description(v.oid, a.attnum) is null
  loop
    execute format('comment on column %I.%I is %L', c.relname, c.attname, meanings ->> c.attname);
  end loop;
end $$;

comment on column report_run.finished_at is 'When it ended; null: it has not ended.';
comment on column report_run.job_instance_id is 'The job of Spring Batch.';
comment on column report_run.not_idle is 'Sessions that were no longer IDLE after they were claimed.';
comment on column report_run.process_id is 'The process that last worked on it.';
comment on column report_run.reason is 'Why it ended as it did.';

comment on column report_daily.day is 'The day (UTC) on which the outcomes were recorded.';

comment on column report_session.tracked_status is 'The status in tracked_session now.';

comment on column report_month.month is 'The first day of the month (UTC) in which the outcomes were recorded.';

comment on column report_run_progress.eta_seconds is 'The time that the rest needs at the pace of now; null: unknown, or paused.';
comment on column report_run_progress.paused is 'True: an operator has paused the run.';
comment on column report_run_progress.paused_at is 'When it was paused.';
comment on column report_run_progress.paused_by is 'Who paused it.';
comment on column report_run_progress.remaining is 'Planned sessions that have no outcome yet.';
comment on column report_run_progress.slowed_by is 'What PAVE said when the pace was last reduced; null: the pace is not reduced.';
comment on column report_run_progress.state is 'As in report_run.';

comment on column report_run_event.actor is 'Who asked for it.';
comment on column report_run_event.event is 'started: a process began to work on the run; pause, resume, cancel, rate: an operator asked for it.';
comment on column report_run_event.event_id is 'The row in run_event.';
comment on column report_run_event.happened_at is 'When it was asked for, or when the process began.';
comment on column report_run_event.host is 'Where the process runs that started.';
comment on column report_run_event.process_id is 'The process that started, or that has carried out what was asked for.';
comment on column report_run_event.rate is 'The ceiling asked for, requests a second.';

comment on view report_outcome is 'One row for each recorded outcome, beside what is tracked of the session now.';
comment on column report_outcome.outcome is 'removed, started, missing, not_idle, held or failed.';
comment on column report_outcome.day is 'The day (UTC) on which the outcome was recorded.';
comment on column report_outcome.month is 'The first day of the month (UTC) in which the outcome was recorded.';
comment on column report_outcome.created_at is
  'When the session was created; null where the tracking application has deleted its row.';
comment on column report_outcome.age_days is 'The age of the session when the outcome was recorded, in days; null as created_at.';

comment on view report_doubt is 'Outcomes and claims that rest on a lost reply: removed, inferred; and open claims with an unanswered DELETE.';
comment on column report_doubt.doubt is 'removed, inferred: the session is gone and a DELETE of ours had no reply; open claim: not decided yet.';
comment on column report_doubt.since is 'When the outcome was recorded, or the claim was made.';
comment on column report_doubt.recorded_at is 'When the outcome was recorded; null for an open claim.';

comment on view report_latency is 'How fast PAVE answered each run, and how well the run kept to its ceiling. Without dry runs.';
comment on column report_latency.state is 'As in report_run.';
comment on column report_latency.duration_seconds is 'As in report_run; pauses count.';
comment on column report_latency.replies is 'Sessions of the run whose last reply has a latency.';
comment on column report_latency.p50_ms is 'Half of the replies took at most this, in milliseconds.';
comment on column report_latency.p90_ms is '90 of 100 replies took at most this, in milliseconds.';
comment on column report_latency.p99_ms is '99 of 100 replies took at most this, in milliseconds.';
comment on column report_latency.max_ms is 'The slowest reply, in milliseconds.';
comment on column report_latency.sessions_sent is 'Sessions of the run for which a DELETE was granted; without purged ones.';
comment on column report_latency.attempts_per_session is 'DELETE calls for each session that got one; 1 where nothing was repeated.';
comment on column report_latency.ceiling_per_second is 'The rate of the run, requests a second; null where it is not on record.';
comment on column report_latency.per_second is 'DELETE calls a second over the whole duration.';
comment on column report_latency.share_of_ceiling is 'per_second as a share of the ceiling.';

comment on view report_request is 'Who asked for what: runs, saved plans, and what operators asked of a run under way.';
comment on column report_request.requested_at is 'When it was asked for.';
comment on column report_request.request is
  'nightly, backfill, dry run, save plan, carry out plan, pause, resume, cancel or rate.';
comment on column report_request.in_effect_at is 'When the run began, the plan was saved, or the process of the run had carried it out; null: not yet.';
comment on column report_request.rate_per_second is 'The ceiling that was asked for with rate, requests a second.';
comment on column report_request.state is 'The state of the run, as in cleanup_run.';

comment on view report_reopen is 'Sessions that were made eligible again, with their outcomes before and after.';
comment on column report_reopen.reopen_id is 'The row in session_reopen.';
comment on column report_reopen.reopened_at is 'When it was reopened.';
comment on column report_reopen.reopened_by is 'Who reopened it.';
comment on column report_reopen.reason is 'Why, in the words of that person.';
comment on column report_reopen.run_before is 'The run of the outcome before; null: none, or its row was purged.';
comment on column report_reopen.outcome_before is 'The last outcome before.';
comment on column report_reopen.evidence_before is 'Its evidence.';
comment on column report_reopen.recorded_before is 'When it was recorded.';
comment on column report_reopen.run_after is 'The last run that recorded an outcome after it, before the next reopening; null: none yet.';
comment on column report_reopen.outcome_after is 'The outcome of that run.';
comment on column report_reopen.evidence_after is 'Its evidence.';
comment on column report_reopen.recorded_after is 'When it was recorded.';

comment on view report_purge is 'What was purged, when and by whom.';
comment on column report_purge.purge_id is 'The row in audit_purge.';
comment on column report_purge.started_at is 'When the purge began.';
comment on column report_purge.finished_at is 'When it ended; null: it runs, or was interrupted.';
comment on column report_purge.purged_by is 'Who purged.';
comment on column report_purge.purged_before is 'Only rows recorded before it were removed.';
comment on column report_purge.purged_rows is 'Audit rows that it removed.';

comment on view report_backlog is 'Sessions that are IDLE and have no final answer, also those that are not stale yet.';
comment on column report_backlog.created_at is 'When the session was created.';
comment on column report_backlog.age_days is 'Its age now, in days.';
comment on column report_backlog.on_hold is 'True: a hold is in force, and no sweep deletes it.';
comment on column report_backlog.claimed_by_run is 'The run that has claimed it; null: none.';

-- Temporary tables come first in a search path that does not name them.
do $$
begin
  execute format('alter function utc_instant(text) set search_path = %I, pg_temp', current_schema());
end $$;

-- Programs of version 9 keep to the rule already; this migration only adds.
insert into schema_compatibility values (12, 9);
