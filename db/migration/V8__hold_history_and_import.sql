-- Every change of a hold is kept, whoever makes it: the command hold, or an operator with SQL.
create table session_hold_history (
  history_id    bigint generated always as identity primary key,
  session_key   text        not null,
  change        text        not null,
  reason        text,
  held_by       text,
  held_at       timestamptz,
  expires_at    timestamptz,
  changed_by    text        not null,
  database_user text        default session_user,
  changed_at    timestamptz not null default clock_timestamp(),
  constraint session_hold_history_change check (change in ('added', 'changed', 'removed'))
);

comment on table session_hold_history is 'Every change of session_hold, written by its triggers.';
comment on column session_hold_history.reason is 'Of the hold after the change; of a removed hold, as it was before.';
comment on column session_hold_history.changed_by is
  'The setting session_cleanup.requested_by of the transaction; where it is not set, the database user.';
comment on column session_hold_history.database_user is
  'Who was logged in; null for holds that are older than this table.';

create index session_hold_history_session on session_hold_history (session_key, history_id);

insert into session_hold_history (session_key, change, reason, held_by, held_at, expires_at, changed_by, database_user,
  changed_at)
select h.session_key, 'added', h.reason, h.held_by, h.held_at, h.expires_at, coalesce(h.held_by, 'unknown'), null,
       coalesce(h.held_at, now())
from session_hold h
order by h.held_at, h.session_key;

-- Runs with its owner's rights, so that nobody who may change holds can write a history of his own.
create function session_hold_record() returns trigger language plpgsql security definer as $$
declare
  who constant text := coalesce(nullif(current_setting('session_cleanup.requested_by', true), ''), session_user);
begin
  if tg_op = 'TRUNCATE' then
    insert into session_hold_history (session_key, change, reason, held_by, held_at, expires_at, changed_by)
    select h.session_key, 'removed', h.reason, h.held_by, h.held_at, h.expires_at, who
    from session_hold h
    order by h.session_key;
    return null;
  end if;
  if tg_op = 'DELETE' or (tg_op = 'UPDATE' and new.session_key <> old.session_key) then
    insert into session_hold_history (session_key, change, reason, held_by, held_at, expires_at, changed_by)
    values (old.session_key, 'removed', old.reason, old.held_by, old.held_at, old.expires_at, who);
  end if;
  if tg_op = 'INSERT' or (tg_op = 'UPDATE' and new.session_key <> old.session_key) then
    insert into session_hold_history (session_key, change, reason, held_by, held_at, expires_at, changed_by)
    values (new.session_key, 'added', new.reason, new.held_by, new.held_at, new.expires_at, who);
  elsif tg_op = 'UPDATE' and new is distinct from old then
    insert into session_hold_history (session_key, change, reason, held_by, held_at, expires_at, changed_by)
    values (new.session_key, 'changed', new.reason, new.held_by, new.held_at, new.expires_at, who);
  end if;
  return null;
end $$;

create function session_hold_history_keep() returns trigger language plpgsql as $$
begin
  raise exception 'the history of holds cannot be changed' using errcode = 'restrict_violation';
end $$;

create trigger session_hold_record after insert or update or delete on session_hold
  for each row execute function session_hold_record();
create trigger session_hold_record_truncate before truncate on session_hold
  for each statement execute function session_hold_record();
create trigger session_hold_history_keep before update or delete or truncate on session_hold_history
  for each statement execute function session_hold_history_keep();

-- What track import --compare may know of the audit: which sessions the job itself has removed.
create view removed_session as
select a.session_key, a.account, a.evidence, a.recorded_at as removed_at
from session_audit a
where a.outcome = 'removed'
  and not exists (
    select from session_audit later
    where later.session_key = a.session_key and later.audit_id > a.audit_id
      and later.outcome in ('removed', 'started', 'missing', 'not_idle'));

comment on view removed_session is 'Sessions whose last final outcome is removed.';

-- Whether what a file says of a session's status comes after what is tracked. A session never returns to IDLE.
create function status_moves_on(p_from text, p_from_at timestamptz, p_to text, p_to_at timestamptz) returns boolean
  language sql immutable as $$
  select p_to <> 'IDLE' and p_to <> p_from and (p_from = 'IDLE' or coalesce(p_to_at >= p_from_at, true))
$$;

-- Temporary tables come first in a search path that does not name them, and could stand in for the ones used above.
do $$
declare
  f regprocedure;
begin
  for f in
    select p.oid from pg_proc p
    where p.pronamespace = current_schema()::regnamespace
      and p.proname in ('session_hold_record', 'session_hold_history_keep')
  loop
    execute format('alter function %s set search_path = %I, pg_temp', f, current_schema());
  end loop;
end $$;
