-- Seals: when a run has ended, its outcomes are hashed together with the seal of the account's previous run. Whoever
-- changes a recorded row afterwards, with triggers switched off, breaks the chain. The program verifies it with code of its
-- own (report verify) and does not trust the functions below.
alter table cleanup_run add column seal text;

comment on column cleanup_run.seal is
  'SHA-256 over the run, its outcomes and the seal of the account''s previous run; null until the run has ended.';

create index cleanup_run_unsealed on cleanup_run (account, run_id) where seal is null and not dry_run;

create table run_seal (
  run_id           bigint primary key references cleanup_run,
  account          text        not null,
  position         bigint      not null,
  previous_seal    text,
  run_digest       text        not null,
  through_audit_id bigint      not null,
  rows             bigint      not null,
  removed          bigint      not null,
  started          bigint      not null,
  missing          bigint      not null,
  not_idle         bigint      not null,
  held             bigint      not null,
  failed           bigint      not null,
  inferred         bigint      not null,
  attempts         bigint      not null,
  unanswered       bigint      not null,
  purged           bigint      not null,
  rows_digest      text        not null,
  late_rows        bigint      not null,
  late_digest      text        not null,
  seal             text        not null,
  sealed_at        timestamptz not null default clock_timestamp(),
  constraint run_seal_position unique (account, position),
  constraint run_seal_first check ((position = 1) = (previous_seal is null))
);

comment on table run_seal is 'The chain of seals of each account: one row for each run that has ended, in the order of the sealing.';
comment on column run_seal.run_id is 'The run.';
comment on column run_seal.account is 'The account, whose runs are one chain.';
comment on column run_seal.position is '1 for the first run of the account that was sealed, then without a gap.';
comment on column run_seal.previous_seal is 'The seal at the position before; null at the first.';
comment on column run_seal.run_digest is 'SHA-256 over the run''s row of cleanup_run.';
comment on column run_seal.through_audit_id is 'The newest row of the run at the sealing; a row with a higher audit_id came later.';
comment on column run_seal.rows is 'Recorded rows of the run at the sealing.';
comment on column run_seal.removed is 'How many of them were removed.';
comment on column run_seal.started is 'How many of them were started.';
comment on column run_seal.missing is 'How many of them were missing.';
comment on column run_seal.not_idle is 'How many of them were not_idle.';
comment on column run_seal.held is 'How many of them were held.';
comment on column run_seal.failed is 'How many of them failed.';
comment on column run_seal.inferred is 'How many of them were inferred.';
comment on column run_seal.attempts is 'DELETE calls granted for them.';
comment on column run_seal.unanswered is 'DELETE calls for them whose effect at PAVE is unknown.';
comment on column run_seal.purged is 'Rows of the run that were purged before the sealing.';
comment on column run_seal.rows_digest is 'SHA-256 over the digests of these rows, a line each, in the order of audit_id.';
comment on column run_seal.late_rows is 'Rows of earlier runs of the account that were recorded after their run was sealed, and are sealed here.';
comment on column run_seal.late_digest is 'SHA-256 over the digests of the late rows, a line each, in the order of audit_id.';
comment on column run_seal.seal is 'SHA-256 over the columns before, in their order.';
comment on column run_seal.sealed_at is 'When it was sealed; not part of the seal.';

create table late_row (
  audit_id   bigint primary key,
  run_id     bigint not null references cleanup_run,
  sealed_in  bigint references run_seal,
  added      boolean not null default false,
  outcome    text,
  evidence   text,
  attempts   integer,
  unanswered integer
);

comment on table late_row is 'Audit rows that had no outcome when their run was sealed. The next run of the account seals those that got one.';
comment on column late_row.audit_id is 'The audit row.';
comment on column late_row.run_id is 'Its run.';
comment on column late_row.sealed_in is 'The run whose seal covers the row; null: none yet.';
comment on column late_row.added is 'The row did not exist when its run was sealed.';
comment on column late_row.outcome is 'As in the audit, once it is sealed or purged; for counting.';
comment on column late_row.evidence is 'As in the audit.';
comment on column late_row.attempts is 'As in the audit.';
comment on column late_row.unanswered is 'As in the audit.';

create index late_row_run on late_row (run_id);
create index late_row_sealed_in on late_row (sealed_in);

create table purged_row (
  audit_id bigint primary key,
  run_id   bigint not null,
  digest   text   not null
);

comment on table purged_row is
  'Digests of purged rows, so that the seal of a run that is purged in part can be verified; none of runs that are purged as a whole.';
comment on column purged_row.audit_id is 'The audit row that was purged.';
comment on column purged_row.run_id is 'Its run.';
comment on column purged_row.digest is 'SHA-256 over what was sealed of it.';

create index purged_row_run on purged_row (run_id, audit_id);

-- What is hashed: fields with a comma between. A text is its length in bytes, a colon and the text; a number is itself; a
-- time is in microseconds since 1970, whatever the time zone and date style; null is a minus. PL/pgSQL, as it is several times
-- faster here than SQL.
create function sealed_text(a session_audit) returns text language plpgsql stable as $$
begin
  return
    coalesce(a.audit_id::text, '-')
    || ',' || coalesce(a.run_id::text, '-')
    || ',' || coalesce(octet_length(a.session_key) || ':' || a.session_key, '-')
    || ',' || coalesce(octet_length(a.account) || ':' || a.account, '-')
    || ',' || coalesce(octet_length(a.outcome) || ':' || a.outcome, '-')
    || ',' || coalesce(octet_length(a.evidence) || ':' || a.evidence, '-')
    || ',' || coalesce(a.attempts::text, '-')
    || ',' || coalesce(a.unanswered::text, '-')
    || ',' || coalesce(a.failures::text, '-')
    || ',' || coalesce(a.http_status::text, '-')
    || ',' || coalesce(octet_length(a.detail) || ':' || a.detail, '-')
    || ',' || coalesce(a.claimed_by::text, '-')
    || ',' || coalesce(trunc(extract(epoch from a.claimed_at) * 1000000)::text, '-')
    || ',' || coalesce(trunc(extract(epoch from a.recorded_at) * 1000000)::text, '-')
    || ',' || coalesce(a.latency_ms::text, '-')
    || ',' || coalesce(a.generation::text, '-');
end $$;

create function sealed_text(r cleanup_run) returns text language plpgsql stable as $$
begin
  return
    coalesce(r.run_id::text, '-')
    || ',' || coalesce(octet_length(r.kind) || ':' || r.kind, '-')
    || ',' || coalesce(octet_length(r.account) || ':' || r.account, '-')
    || ',' || coalesce(trunc(extract(epoch from r.created_from) * 1000000)::text, '-')
    || ',' || coalesce(trunc(extract(epoch from r.created_to) * 1000000)::text, '-')
    || ',' || coalesce(trunc(extract(epoch from r.created_before) * 1000000)::text, '-')
    || ',' || coalesce(octet_length(r.state) || ':' || r.state, '-')
    || ',' || coalesce(octet_length(r.reason) || ':' || r.reason, '-')
    || ',' || coalesce(octet_length(r.requested_by) || ':' || r.requested_by, '-')
    || ',' || coalesce(r.planned_count::text, '-')
    || ',' || coalesce(trunc(extract(epoch from r.planned_at) * 1000000)::text, '-')
    || ',' || coalesce(trunc(extract(epoch from r.started_at) * 1000000)::text, '-')
    || ',' || coalesce(trunc(extract(epoch from r.finished_at) * 1000000)::text, '-')
    || ',' || coalesce(r.process_id::text, '-')
    || ',' || coalesce(r.job_instance_id::text, '-')
    || ',' || coalesce(r.dry_run::text, '-')
    || ',' || coalesce(r.rate_per_second::numeric::text, '-')
    || ',' || coalesce(r.throttled::text, '-')
    || ',' || coalesce(octet_length(r.throttle_reason) || ':' || r.throttle_reason, '-')
    || ',' || coalesce(octet_length(r.options::text) || ':' || r.options::text, '-')
    || ',' || coalesce(trunc(extract(epoch from r.saved_at) * 1000000)::text, '-')
    || ',' || coalesce(octet_length(r.carried_out_by) || ':' || r.carried_out_by, '-')
    || ',' || coalesce(trunc(extract(epoch from r.carried_out_at) * 1000000)::text, '-');
end $$;

create function sealed_text(s run_seal) returns text language plpgsql stable as $$
begin
  return
    coalesce(s.run_id::text, '-')
    || ',' || coalesce(octet_length(s.account) || ':' || s.account, '-')
    || ',' || coalesce(s.position::text, '-')
    || ',' || coalesce(octet_length(s.previous_seal) || ':' || s.previous_seal, '-')
    || ',' || coalesce(octet_length(s.run_digest) || ':' || s.run_digest, '-')
    || ',' || coalesce(s.through_audit_id::text, '-')
    || ',' || coalesce(s.rows::text, '-')
    || ',' || coalesce(s.removed::text, '-')
    || ',' || coalesce(s.started::text, '-')
    || ',' || coalesce(s.missing::text, '-')
    || ',' || coalesce(s.not_idle::text, '-')
    || ',' || coalesce(s.held::text, '-')
    || ',' || coalesce(s.failed::text, '-')
    || ',' || coalesce(s.inferred::text, '-')
    || ',' || coalesce(s.attempts::text, '-')
    || ',' || coalesce(s.unanswered::text, '-')
    || ',' || coalesce(s.purged::text, '-')
    || ',' || coalesce(octet_length(s.rows_digest) || ':' || s.rows_digest, '-')
    || ',' || coalesce(s.late_rows::text, '-')
    || ',' || coalesce(octet_length(s.late_digest) || ':' || s.late_digest, '-');
end $$;

create function sha256_hex(p_text text) returns text language sql immutable parallel safe as $$
  select encode(sha256(convert_to(p_text, 'UTF8')), 'hex')
$$;

-- Seals the next run of the account that has ended and has no seal, and returns it; no row when there is none. A run that
-- was cancelled while its process works on it has not ended, unless p_process is that process. A failed run is resumed,
-- so it has not ended either.
create function seal_next_run(p_account text, p_process integer) returns table (sealed_run bigint, new_seal text, sealed_rows bigint)
  language plpgsql security definer
  set jit = off
  as $$
declare
  v_run  cleanup_run;
  v_last run_seal;
  v_seal run_seal;
begin
  -- One at a time: each seal builds on the one before.
  perform pg_advisory_xact_lock('run_seal'::regclass::oid::integer, hashtext(p_account));
  -- The lock on the row waits for claims of this run whose commit is on its way: they hold its key.
  select r.* into v_run
  from cleanup_run r
  where r.account = p_account and r.seal is null and not r.dry_run
    and not exists (select from run_seal s where s.run_id = r.run_id)
    and r.state in ('complete', 'partial', 'aborted', 'cancelled')
    and (r.process_id = p_process or r.process_id not in (select p.process_id from live_process p))
  order by r.run_id
  limit 1
  for update;
  if not found then
    return;
  end if;
  select s.* into v_last from run_seal s where s.account = p_account order by s.position desc limit 1;

  v_seal.run_id := v_run.run_id;
  v_seal.account := p_account;
  v_seal.position := coalesce(v_last.position, 0) + 1;
  v_seal.previous_seal := v_last.seal;
  v_seal.run_digest := sha256_hex(sealed_text(v_run));
  v_seal.purged := (
    select coalesce(sum(p.value::bigint), 0) from jsonb_each_text(v_run.purged) p
    where p.key in ('removed', 'started', 'missing', 'not_idle', 'held', 'failed'));
  -- One statement, so one snapshot: a row that is open here is late, whenever it gets its outcome.
  with own as materialized (
    select a.audit_id, a.outcome, a.evidence, a.attempts, a.unanswered, case when a.outcome is not null then sha256_hex(sealed_text(a)) end as digest
    from session_audit a
    where a.run_id = v_run.run_id
  ), late as (
    insert into late_row (audit_id, run_id)
    select o.audit_id, v_run.run_id from own o where o.outcome is null
    order by o.audit_id
  )
  select coalesce(max(o.audit_id), 0), count(o.outcome),
         count(*) filter (where o.outcome = 'removed'), count(*) filter (where o.outcome = 'started'),
         count(*) filter (where o.outcome = 'missing'), count(*) filter (where o.outcome = 'not_idle'),
         count(*) filter (where o.outcome = 'held'), count(*) filter (where o.outcome = 'failed'),
         count(*) filter (where o.evidence = 'inferred'),
         coalesce(sum(o.attempts) filter (where o.outcome is not null), 0),
         coalesce(sum(o.unanswered) filter (where o.outcome is not null), 0),
         sha256_hex(coalesce(string_agg(o.digest || E'\n', '' order by o.audit_id), ''))
    into v_seal.through_audit_id, v_seal.rows, v_seal.removed, v_seal.started, v_seal.missing, v_seal.not_idle,
         v_seal.held, v_seal.failed, v_seal.inferred, v_seal.attempts, v_seal.unanswered, v_seal.rows_digest
  from own o;

  -- A claim that was released has no row. A claim whose commit arrived after the sealing of its run is late, too.
  delete from late_row l
  where l.sealed_in is null and l.outcome is null
    and not exists (select from session_audit a where a.audit_id = l.audit_id);
  insert into late_row (audit_id, run_id, added)
  select a.audit_id, a.run_id, true
  from session_audit a join run_seal s on s.run_id = a.run_id
  where a.recorded_at >= v_last.sealed_at - interval '1 hour' and a.account = p_account
    and a.audit_id > s.through_audit_id
  on conflict do nothing;
  insert into run_seal (run_id, account, position, previous_seal, run_digest, through_audit_id, rows, removed, started,
                        missing, not_idle, held, failed, inferred, attempts, unanswered, purged, rows_digest, late_rows,
                        late_digest, seal)
  values (v_seal.run_id, v_seal.account, v_seal.position, v_seal.previous_seal, v_seal.run_digest,
          v_seal.through_audit_id, v_seal.rows, v_seal.removed, v_seal.started, v_seal.missing, v_seal.not_idle,
          v_seal.held, v_seal.failed, v_seal.inferred, v_seal.attempts, v_seal.unanswered, v_seal.purged,
          v_seal.rows_digest, 0, '', '');
  with late as (
    update late_row l
    set sealed_in = v_run.run_id, outcome = a.outcome, evidence = a.evidence, attempts = a.attempts,
        unanswered = a.unanswered
    from session_audit a
    where l.sealed_in is null and a.audit_id = l.audit_id and a.account = p_account and a.outcome is not null
    returning a.audit_id, sha256_hex(sealed_text(a)) as digest
  )
  select count(*), sha256_hex(coalesce(string_agg(l.digest || E'\n', '' order by l.audit_id), ''))
    into v_seal.late_rows, v_seal.late_digest
  from late l;

  v_seal.seal := sha256_hex(sealed_text(v_seal));
  update run_seal s set late_rows = v_seal.late_rows, late_digest = v_seal.late_digest, seal = v_seal.seal
  where s.run_id = v_run.run_id;
  update cleanup_run r set seal = v_seal.seal where r.run_id = v_run.run_id;
  return query select v_seal.run_id, v_seal.seal, v_seal.rows;
end $$;

-- A purge keeps the digests of sealed rows, until all rows of their run are purged. Digests of late rows stay, as another
-- run's seal covers them.
create function session_audit_keep_digest() returns trigger language plpgsql security definer as $$
begin
  if not exists (select from gone g where g.outcome is not null) then
    return null; -- claims that are released
  end if;
  -- Waits for a sealing of these runs, which counts the rows that are deleted here.
  perform from cleanup_run r where r.run_id in (select g.run_id from gone g) order by r.run_id for no key update;
  insert into purged_row (audit_id, run_id, digest)
  select g.audit_id, g.run_id, sha256_hex(sealed_text(row(g.*)::session_audit))
  from gone g
  where g.outcome is not null and exists (select from run_seal s where s.run_id = g.run_id)
  on conflict do nothing;
  update late_row l
  set outcome = g.outcome, evidence = g.evidence, attempts = g.attempts, unanswered = g.unanswered
  from gone g
  where l.audit_id = g.audit_id and l.outcome is null;
  delete from purged_row p
  where p.run_id in (select g.run_id from gone g)
    and not exists (select from session_audit a where a.run_id = p.run_id)
    and not exists (select from late_row l where l.audit_id = p.audit_id);
  return null;
end $$;

create trigger session_audit_keep_digest after delete on session_audit
  referencing old table as gone for each statement execute function session_audit_keep_digest();

-- As before, with the seal. The outcomes of a sealed run are not counted again: its seal has their counts, and only late rows
-- are added.
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
       r.options, r.rate_per_second, r.seal
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
         max(a.at) as last_at
  from (
    select o.outcome, o.evidence, o.attempts, o.unanswered, coalesce(o.recorded_at, o.claimed_at) as at
    from session_audit o
    where r.seal is null and o.run_id = r.run_id
    union all
    select coalesce(l.outcome, o.outcome), coalesce(l.evidence, o.evidence), coalesce(l.attempts, o.attempts),
           coalesce(l.unanswered, o.unanswered), null
    from late_row l left join session_audit o on o.audit_id = l.audit_id
    where r.seal is not null and l.run_id = r.run_id and (l.outcome is not null or o.audit_id is not null)
    union all
    select null, null, o.attempts, o.unanswered, null
    from session_audit o
    where r.seal is not null and o.outcome is null and o.account = r.account and o.run_id = r.run_id
      and not exists (select from late_row l where l.audit_id = o.audit_id)) as a) as c
cross join lateral (
  select case when r.seal is null then coalesce((r.purged ->> 'removed')::bigint, 0) else coalesce(s.removed, 0) end as removed,
         case when r.seal is null then coalesce((r.purged ->> 'started')::bigint, 0) else coalesce(s.started, 0) end as started,
         case when r.seal is null then coalesce((r.purged ->> 'missing')::bigint, 0) else coalesce(s.missing, 0) end as missing,
         case when r.seal is null then coalesce((r.purged ->> 'not_idle')::bigint, 0) else coalesce(s.not_idle, 0) end as not_idle,
         case when r.seal is null then coalesce((r.purged ->> 'held')::bigint, 0) else coalesce(s.held, 0) end as held,
         case when r.seal is null then coalesce((r.purged ->> 'failed')::bigint, 0) else coalesce(s.failed, 0) end as failed,
         case when r.seal is null then coalesce((r.purged ->> 'inferred')::bigint, 0) else coalesce(s.inferred, 0) end as inferred,
         case when r.seal is null then coalesce((r.purged ->> 'attempts')::bigint, 0) else coalesce(s.attempts, 0) end as attempts,
         case when r.seal is null then coalesce((r.purged ->> 'unanswered')::bigint, 0) else coalesce(s.unanswered, 0) end as unanswered
  from (select) as one left join run_seal s on s.run_id = r.run_id) as p;

comment on column report_run.seal is 'As in cleanup_run.';

revoke execute on function seal_next_run(text, integer) from public;

-- Temporary tables come first in a search path that does not name them.
do $$
declare
  f regprocedure;
begin
  for f in
    select p.oid from pg_proc p
    where p.pronamespace = current_schema()::regnamespace
      and p.proname in ('seal_next_run', 'session_audit_keep_digest')
  loop
    execute format('alter function %s set search_path = %I, pg_temp', f, current_schema());
  end loop;
end $$;

-- A program of version 9 writes no seals; the next run of this version seals its runs.
insert into schema_compatibility values (11, 9);
