-- The job's memory: runs, and one row for each session in each run.
create table cleanup_run (
  run_id          bigint generated always as identity primary key,
  kind            text        not null,
  account         text        not null,
  dry_run         boolean     not null default false,
  created_from    timestamptz,
  created_to      timestamptz,
  created_before  timestamptz not null,
  state           text        not null default 'planned',
  reason          text,
  requested_by    text,
  planned_count   bigint,
  planned_at      timestamptz not null default now(),
  started_at      timestamptz,
  finished_at     timestamptz,
  job_instance_id bigint,
  process_id      integer     not null default 0,
  throttled       integer     not null default 0,
  throttle_reason text,
  constraint cleanup_run_kind check (kind in ('nightly', 'backfill')),
  constraint cleanup_run_state check (state in
    ('planned', 'running', 'paused', 'complete', 'partial', 'aborted', 'failed', 'cancelled'))
);

comment on column cleanup_run.created_to is 'The end of the range a backfill was asked for; created_before is that, capped by the minimum age.';
comment on column cleanup_run.created_before is 'The cutoff, frozen when the run was planned: only sessions created before it are touched.';
comment on column cleanup_run.process_id is 'The process that works on this run; view live_process says whether it is alive.';
comment on column cleanup_run.throttled is 'How often PAVE asked this run to slow down (429, or 503 with Retry-After).';
comment on column cleanup_run.throttle_reason is 'What PAVE said when it last did.';

-- A restart looks for the newest run of the same command.
create index cleanup_run_command on cleanup_run (kind, account, run_id desc);

-- Identifies a process for good; never reused, so that an old owner is never mistaken for a new one.
create sequence cleanup_process_id as integer no cycle;

create table session_reopen (
  reopen_id   bigint generated always as identity primary key,
  session_key text        not null,
  reason      text        not null,
  reopened_by text        not null,
  reopened_at timestamptz not null default now()
);

comment on table session_reopen is 'Operators'' decisions to make a settled session eligible again.';

create index session_reopen_session on session_reopen (session_key);

create table session_audit (
  audit_id    bigint generated always as identity primary key,
  run_id      bigint      not null references cleanup_run,
  session_key text        not null,
  account     text        not null default 'default',
  outcome     text,
  evidence    text,
  attempts    integer     not null default 0,
  unanswered  integer     not null default 0,
  failures    integer     not null default 0,
  http_status integer,
  detail      text,
  claimed_by  integer     not null default 0,
  claimed_at  timestamptz not null default now(),
  recorded_at timestamptz,
  latency_ms  integer,
  generation  integer     not null default 0,
  revision    integer     not null default 0,
  constraint session_audit_once_a_run unique (run_id, session_key),
  constraint session_audit_outcome check (outcome in
    ('removed', 'started', 'missing', 'not_idle', 'held', 'failed')),
  constraint session_audit_evidence check (evidence in ('confirmed', 'inferred')),
  constraint session_audit_evidence_needed check (case
    when outcome is null then evidence is null and recorded_at is null
    when outcome in ('removed', 'started', 'missing', 'not_idle') then evidence is not null
    else true end),
  constraint session_audit_evidence_is_proof check (outcome not in ('missing', 'started') or evidence = 'confirmed'),
  constraint session_audit_counts check (unanswered >= 0 and failures >= 0 and unanswered <= attempts)
) with (fillfactor = 80);

comment on table session_audit is 'The job audit table: an open row is a claim, a recorded row is the outcome of its run for the session.';
comment on column session_audit.attempts is 'DELETE calls granted for this row.';
comment on column session_audit.unanswered is 'DELETE calls whose effect at PAVE is unknown.';
comment on column session_audit.failures is 'Attempts that count toward cleanup.max-attempts.';
comment on column session_audit.claimed_by is 'The process that holds or held the claim (cleanup_process_id).';
comment on column session_audit.generation is 'How often operators had reopened the session when it was claimed.';
comment on column session_audit.revision is 'Raised by every change of an open row, so that a statement that arrives late changes nothing.';

create unique index session_audit_one_open_claim on session_audit (session_key) where outcome is null;
create unique index session_audit_one_final_outcome on session_audit (session_key, generation)
  where outcome in ('removed', 'started', 'missing');
create index session_audit_session on session_audit (session_key, audit_id);
create index session_audit_open on session_audit (account, claimed_by) where outcome is null;
create index session_audit_recorded on session_audit (recorded_at);

-- The processes that are alive: each holds an exclusive advisory lock on its id. A lock that was taken by a role which
-- may not write to the audit shows nothing.
create view live_process as
select l.objid::bigint::integer as process_id, l.pid as backend_pid
from pg_locks l
join lateral pg_stat_get_activity(l.pid) b on true
where l.locktype = 'advisory' and l.granted and l.mode = 'ExclusiveLock' and l.objsubid = 2
  and l.database = (select d.oid from pg_database d where d.datname = current_database())
  and l.classid = 'session_audit'::regclass::oid
  and has_any_column_privilege(b.usesysid, 'session_audit'::regclass, 'INSERT');

comment on view live_process is 'The processes that are alive: each holds an advisory lock (session_audit''s oid, process_id).';

-- What was purged, when and by whom. A delete is let through only while its purge is being written here.
create table audit_purge (
  purge_id      bigint generated always as identity primary key,
  purged_before timestamptz not null,
  purged_by     text        not null,
  purged_at     timestamptz not null default now(),
  purged_rows   bigint,
  transaction   xid8        not null default pg_current_xact_id()
);

create function session_audit_insert() returns trigger language plpgsql as $$
begin
  new.generation := (select count(*) from session_reopen r where r.session_key = new.session_key);
  if new.outcome is not null then
    new.recorded_at := coalesce(new.recorded_at, clock_timestamp());
  end if;
  return new;
end $$;

create function session_audit_update() returns trigger language plpgsql as $$
begin
  if old.outcome is not null then
    raise exception 'audit row % of session % is recorded and cannot be changed', old.audit_id, old.session_key
      using errcode = 'restrict_violation', hint = 'A wrong outcome is corrected with the command reopen.';
  end if;
  if (new.audit_id, new.run_id, new.session_key, new.account, new.generation)
     is distinct from (old.audit_id, old.run_id, old.session_key, old.account, old.generation) then
    raise exception 'audit row % stays with its run and its session', old.audit_id
      using errcode = 'restrict_violation';
  end if;
  if new.outcome is not null then
    new.recorded_at := clock_timestamp();
  end if;
  return new;
end $$;

create function session_audit_delete() returns trigger language plpgsql as $$
begin
  if old.outcome is null and old.attempts = 0 then
    return old; -- a claim that is released before anything was sent
  end if;
  if old.outcome is not null and exists (
       select from audit_purge p
       where p.transaction = pg_current_xact_id_if_assigned() and p.purged_rows is null
         and old.recorded_at < p.purged_before) then
    return old;
  end if;
  raise exception 'audit row % of session % cannot be deleted', old.audit_id, old.session_key
    using errcode = 'restrict_violation', hint = 'Rows past retention are removed with the command purge.';
end $$;

create function session_audit_truncate() returns trigger language plpgsql as $$
begin
  raise exception 'session_audit cannot be truncated'
    using errcode = 'restrict_violation', hint = 'Rows past retention are removed with the command purge.';
end $$;

create trigger session_audit_insert before insert on session_audit
  for each row execute function session_audit_insert();
create trigger session_audit_update before update on session_audit
  for each row execute function session_audit_update();
create trigger session_audit_delete before delete on session_audit
  for each row execute function session_audit_delete();
create trigger session_audit_truncate before truncate on session_audit
  for each statement execute function session_audit_truncate();

-- Removes recorded rows past retention. Rows of a session that is still tracked and unsettled stay: they may hold
-- the doubt that keeps its next outcome true.
create function purge_session_audit(p_before timestamptz, p_by text) returns bigint
  language plpgsql security definer as $$
declare
  purge   bigint;
  removed bigint;
begin
  if p_before > now() then
    raise exception 'retention must lie in the past' using errcode = 'invalid_parameter_value';
  end if;
  insert into audit_purge (purged_before, purged_by) values (p_before, p_by) returning purge_id into purge;
  delete from session_audit a
  where a.outcome is not null and a.recorded_at < p_before
    and not exists (select from tracked_session t where t.session_key = a.session_key and t.settled_at is null);
  get diagnostics removed = row_count;
  update audit_purge set purged_rows = removed where purge_id = purge;
  return removed;
end $$;

revoke execute on function purge_session_audit(timestamptz, text) from public;

-- Temporary tables come first in a search path that does not name them, and could stand in for the ones asked above.
do $$
declare
  f regprocedure;
begin
  for f in
    select p.oid from pg_proc p
    where p.pronamespace = current_schema()::regnamespace
      and p.proname in ('session_audit_insert', 'session_audit_update', 'session_audit_delete',
                        'session_audit_truncate', 'purge_session_audit')
  loop
    execute format('alter function %s set search_path = %I, pg_temp', f, current_schema());
  end loop;
end $$;
