-- Feeds tracked_session from a table of the application at once: each change is copied in the same transaction.
-- Needs application-table.sql (or your own table), and the schema of session-cleanup. It can be repeated.
create or replace function track_inspection() returns trigger language plpgsql as $$
begin
  insert into tracked_session as t (session_key, account, status, created_at, updated_at)
  values (new.pave_session, 'default', new.pave_status, new.created, new.changed)
  on conflict (session_key) do update
    -- Never settled_at: it is session-cleanup's.
    set account = excluded.account, status = excluded.status,
        created_at = excluded.created_at, updated_at = excluded.updated_at
    where (t.account, t.status, t.created_at) is distinct from (excluded.account, excluded.status, excluded.created_at);
  return null;
end $$;

-- Not on delete: the session still exists at PAVE when the application forgets it, and should still be cleaned up.
create or replace trigger track_inspection after insert or update on inspection
  for each row when (new.pave_session is not null) execute function track_inspection();

-- What was there before the trigger.
insert into tracked_session (session_key, account, status, created_at, updated_at)
select i.pave_session, 'default', i.pave_status, i.created, i.changed
from inspection i
where i.pave_session is not null
on conflict (session_key) do nothing;
