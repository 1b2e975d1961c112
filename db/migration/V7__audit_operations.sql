-- What the job may not forge, doubt after lost commits, and purging in batches.

-- The last change of an open row was a grant, the only change that can be taken back.
alter table session_audit add column just_granted boolean not null default false;

comment on column session_audit.just_granted is
  'The last change of the open row was a grant. Only such a grant can be taken back, when its slot was not used.';

-- A row starts as an open claim. Only the owner of the table writes other rows, as a restore does.
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
  end if;
  return new;
end $$;

-- Doubt falls by one reply that is kept in the row, or with the attempt itself where a grant was not used. Both belong
-- to the protocol of the program, which raises the revision with every change.
create or replace function session_audit_update() returns trigger language plpgsql as $$
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
  if new.unanswered < old.unanswered or new.attempts < old.attempts then
    if new.revision <> old.revision + 1 or new.unanswered <> old.unanswered - 1 or not (
         (new.attempts = old.attempts and new.detail is not null)
         or (new.attempts = old.attempts - 1 and old.just_granted and new.outcome is null
             and new.claimed_by = old.claimed_by)) then
      raise exception 'an unanswered DELETE of session % (audit row %) stays unanswered without a reply on record',
        old.session_key, old.audit_id
        using errcode = 'restrict_violation';
    end if;
  end if;
  new.just_granted := new.attempts > old.attempts and new.outcome is null;
  if new.outcome is not null then
    new.recorded_at := clock_timestamp();
  end if;
  return new;
end $$;

-- Commits can be lost: by a restore from a backup, or by a failover to a standby that had not received them. Then the
-- audit knows nothing of DELETE calls that were sent, and a 404 proves nothing about who removed a session.
create table audit_doubt (
  doubt_id       bigint generated always as identity primary key,
  created_before timestamptz not null,
  since          timestamptz,
  reason         text        not null,
  doubted_by     text        not null,
  doubted_at     timestamptz not null default clock_timestamp()
);

comment on table audit_doubt is 'When commits of the audit may have been lost: noticed at the start of a process, or told by reopen --doubt.';
comment on column audit_doubt.created_before is
  'A DELETE of a session that was created before this time may have been sent without a trace in the audit.';
comment on column audit_doubt.since is 'The time from which commits may be lost, where an operator gave it.';

-- A purged row is a trace that is gone, too: its session comes back if the tracking application inserts it again.
create view doubt_before as
select max(e.created_before) as created_before
from (select d.created_before from audit_doubt d
      union all
      select p.purged_before from audit_purge p where p.purged_rows > 0) as e;

comment on view doubt_before is
  'One row. A 404 for a session that was created before this time does not prove that it was not ours: removed, inferred.';

-- What a copy, a restored backup or a promoted standby cannot share with the database that the last process used.
create table known_database (
  singleton         boolean primary key default true,
  system_identifier text,
  timeline          text,
  database_id       oid         not null,
  audit_id          oid         not null,
  process_id        integer     not null default 0,
  noticed_at        timestamptz not null default clock_timestamp(),
  constraint known_database_singleton check (singleton)
);

comment on table known_database is 'The database as the newest process saw it; see register_process.';
comment on column known_database.process_id is 'The newest process id that was given out.';

-- The identity of this database. Null where the server does not tell.
create function current_database_identity() returns known_database language plpgsql stable as $$
declare
  v_identity known_database;
begin
  v_identity.singleton := true;
  v_identity.noticed_at := clock_timestamp();
  begin
    v_identity.system_identifier := (select c.system_identifier::text from pg_control_system() c);
  exception when insufficient_privilege or undefined_function or feature_not_supported then null;
  end;
  begin
    v_identity.timeline := left(pg_walfile_name(pg_current_wal_lsn()), 8);
  exception when insufficient_privilege or undefined_function or feature_not_supported
              or object_not_in_prerequisite_state then null;
  end;
  v_identity.database_id := (select d.oid from pg_database d where d.datname = current_database());
  v_identity.audit_id := 'session_audit'::regclass::oid;
  return v_identity;
end $$;

-- Gives a process its id, or registers it again (p_process not null) after its connection was lost. Compares the database
-- with the one that the newest process saw, and with the ids given out: both go back when commits are lost. If they
-- differ, all sessions that exist now are in doubt, and change says what was seen.
create function register_process(p_process integer, p_by text)
  returns table (process_id integer, change text)
  language plpgsql security definer as $$
declare
  v_known known_database;
  v_now   known_database := current_database_identity();
  v_id    integer := p_process;
  v_seen  text;
begin
  insert into known_database (system_identifier, timeline, database_id, audit_id)
  values (v_now.system_identifier, v_now.timeline, v_now.database_id, v_now.audit_id)
  on conflict do nothing;
  select k.* into v_known from known_database k for update;
  v_id := coalesce(p_process, nextval('cleanup_process_id')::integer);
  v_seen := case
    when v_known.system_identifier <> v_now.system_identifier then
      'it runs on another server than before (a restored backup, a copy or an upgrade)'
    when v_known.timeline <> v_now.timeline then
      'its server has a new timeline (a failover or a restored backup)'
    when v_known.database_id <> v_now.database_id or v_known.audit_id <> v_now.audit_id then
      'its tables were created anew (a restored backup or a copy)'
    when p_process is null and v_known.process_id >= v_id then
      'its sequence of process ids went back (a restored backup)'
    when p_process is not null and v_known.process_id < p_process then
      'it lost the start of this process (a failover or a restored backup)' end;
  if v_seen is not null then
    if v_known.process_id >= v_id and p_process is null then
      v_id := v_known.process_id + 1;
    end if;
    if v_id > (select s.last_value from cleanup_process_id s) then
      perform setval('cleanup_process_id', v_id);
    end if;
    insert into audit_doubt (created_before, reason, doubted_by)
    values (clock_timestamp(), v_seen, p_by);
  end if;
  update known_database k
  set system_identifier = coalesce(v_now.system_identifier, k.system_identifier),
      timeline = coalesce(v_now.timeline, k.timeline), database_id = v_now.database_id, audit_id = v_now.audit_id,
      process_id = greatest(k.process_id, v_id),
      noticed_at = case when v_seen is null then k.noticed_at else clock_timestamp() end;
  return query select v_id, v_seen;
end $$;

-- Purging: many short transactions under one row of audit_purge.
alter table audit_purge
  add column deleting    boolean not null default false,
  add column finished_at timestamptz;

comment on column audit_purge.purged_rows is 'Rows removed so far.';
comment on column audit_purge.deleting is 'True only inside the transaction that deletes.';
comment on column audit_purge.finished_at is 'Null while the purge runs, or where it was interrupted.';

update audit_purge set finished_at = purged_at;

-- What stays of purged rows.
create table purged_month (
  month      date   not null,
  account    text   not null,
  outcome    text   not null,
  evidence   text   not null,
  rows       bigint not null,
  attempts   bigint not null,
  unanswered bigint not null,
  primary key (month, account, outcome, evidence)
);

comment on table purged_month is 'Purged audit rows, counted by the month (UTC) in which they were recorded.';
comment on column purged_month.evidence is 'Empty for outcomes without evidence (held, failed).';

create view report_month as
select m.month, m.account,
       sum(m.rows)::bigint as sessions,
       coalesce(sum(m.rows) filter (where m.outcome = 'removed'), 0)::bigint as removed,
       coalesce(sum(m.rows) filter (where m.outcome = 'started'), 0)::bigint as started,
       coalesce(sum(m.rows) filter (where m.outcome = 'missing'), 0)::bigint as missing,
       coalesce(sum(m.rows) filter (where m.outcome = 'not_idle'), 0)::bigint as not_idle,
       coalesce(sum(m.rows) filter (where m.outcome = 'held'), 0)::bigint as held,
       coalesce(sum(m.rows) filter (where m.outcome = 'failed'), 0)::bigint as failed,
       coalesce(sum(m.rows) filter (where m.evidence = 'inferred'), 0)::bigint as inferred,
       sum(m.attempts)::bigint as attempts,
       coalesce(sum(m.rows) filter (where m.purged), 0)::bigint as purged
from (
  select p.month, p.account, p.outcome, p.evidence, p.rows, p.attempts, true as purged from purged_month p
  union all
  select date_trunc('month', a.recorded_at at time zone 'UTC')::date, a.account, a.outcome, coalesce(a.evidence, ''),
         count(*), sum(a.attempts), false
  from session_audit a
  where a.outcome is not null
  group by 1, 2, 3, 4) as m
group by m.month, m.account;

comment on view report_month is 'Recorded outcomes by month (UTC) and account, also of rows that have been purged.';
comment on column report_month.purged is 'How many of the sessions'' rows have been purged.';

-- Recorded rows that no run needs any more. A run still needs the rows of a session without its final answer, of a
-- session that is claimed again, and of a run that can be resumed.
create view unneeded_audit as
select a.audit_id, a.recorded_at
from session_audit a
where a.outcome is not null
  and not exists (select from tracked_session t where t.session_key = a.session_key and t.settled_at is null)
  and not exists (select from session_audit o where o.session_key = a.session_key and o.outcome is null)
  and not exists (
    select from cleanup_run r
    where r.run_id = a.run_id and r.state in ('planned', 'running', 'paused', 'failed'));

comment on view unneeded_audit is 'Recorded rows that purge may remove once they are past retention.';

create or replace function session_audit_delete() returns trigger language plpgsql as $$
begin
  if old.outcome is null and old.attempts = 0 then
    return old; -- a claim that is released before anything was sent
  end if;
  if old.outcome is not null and exists (
       select from audit_purge p
       where p.transaction = pg_current_xact_id_if_assigned() and p.deleting
         and old.recorded_at < p.purged_before) then
    return old;
  end if;
  raise exception 'audit row % of session % cannot be deleted', old.audit_id, old.session_key
    using errcode = 'restrict_violation', hint = 'Rows past retention are removed with the command purge.';
end $$;

-- Looks at the next rows past retention, by the time they were recorded, and removes those that nobody needs.
--
-- p_purge             a row of audit_purge that is not finished
-- p_after, p_after_id where the batch before ended; '-infinity' and 0 at first
-- looked_at           0: there are no more, and the purge is finished
create function purge_session_audit_batch(p_purge bigint, p_after timestamptz, p_after_id bigint, p_limit integer)
  returns table (looked_at bigint, removed bigint, last_at timestamptz, last_id bigint)
  language plpgsql security definer
  set enable_seqscan = off set jit = off
  as $$
declare
  v_before timestamptz;
begin
  update audit_purge p set transaction = pg_current_xact_id(), deleting = true
  where p.purge_id = p_purge and p.finished_at is null
  returning p.purged_before into v_before;
  if not found then
    raise exception 'purge % is finished or unknown', p_purge using errcode = 'invalid_parameter_value';
  end if;
  with looked as materialized (
    select a.audit_id, a.recorded_at from session_audit a
    where a.recorded_at < v_before and a.recorded_at >= p_after and (a.recorded_at, a.audit_id) > (p_after, p_after_id)
    order by a.recorded_at, a.audit_id
    limit p_limit
  ), unneeded as materialized (
    select u.audit_id
    from looked l
    cross join lateral (select n.audit_id from unneeded_audit n where n.audit_id = l.audit_id offset 0) as u
  ), gone as (
    delete from session_audit a using unneeded u where a.audit_id = u.audit_id
    returning a.recorded_at, a.account, a.outcome, a.evidence, a.attempts, a.unanswered
  ), counted as (
    insert into purged_month as m (month, account, outcome, evidence, rows, attempts, unanswered)
    select date_trunc('month', g.recorded_at at time zone 'UTC')::date, g.account, g.outcome, coalesce(g.evidence, ''),
           count(*), sum(g.attempts), sum(g.unanswered)
    from gone g
    group by 1, 2, 3, 4
    on conflict (month, account, outcome, evidence) do update
    set rows = m.rows + excluded.rows, attempts = m.attempts + excluded.attempts,
        unanswered = m.unanswered + excluded.unanswered
  )
  select (select count(*) from looked), (select count(*) from gone),
         coalesce((select l.recorded_at from looked l order by l.recorded_at desc, l.audit_id desc limit 1), p_after),
         coalesce((select l.audit_id from looked l order by l.recorded_at desc, l.audit_id desc limit 1), p_after_id)
    into looked_at, removed, last_at, last_id;
  update audit_purge p
  set deleting = false, purged_rows = coalesce(p.purged_rows, 0) + removed,
      finished_at = case when looked_at = 0 then clock_timestamp() end
  where p.purge_id = p_purge;
  return next;
end $$;

-- The same in one transaction.
create or replace function purge_session_audit(p_before timestamptz, p_by text) returns bigint
  language plpgsql security definer as $$
declare
  v_purge bigint;
  v_batch record;
begin
  if p_before > now() then
    raise exception 'retention must lie in the past' using errcode = 'invalid_parameter_value';
  end if;
  insert into audit_purge (purged_before, purged_by) values (p_before, p_by) returning purge_id into v_purge;
  select '-infinity'::timestamptz as last_at, 0::bigint as last_id into v_batch;
  loop
    select * into v_batch from purge_session_audit_batch(v_purge, v_batch.last_at, v_batch.last_id, 1000);
    exit when v_batch.looked_at = 0;
  end loop;
  return (select p.purged_rows from audit_purge p where p.purge_id = v_purge);
end $$;

revoke execute on function register_process(integer, text) from public;
revoke execute on function purge_session_audit(timestamptz, text) from public;
revoke execute on function purge_session_audit_batch(bigint, timestamptz, bigint, integer) from public;

-- Temporary tables come first in a search path that does not name them, and could stand in for the ones asked above.
do $$
declare
  f regprocedure;
begin
  for f in
    select p.oid from pg_proc p
    where p.pronamespace = current_schema()::regnamespace
      and p.proname in ('session_audit_insert', 'session_audit_update', 'session_audit_delete', 'purge_session_audit',
                        'purge_session_audit_batch', 'current_database_identity', 'register_process')
  loop
    execute format('alter function %s set search_path = %I, pg_temp', f, current_schema());
  end loop;
end $$;
