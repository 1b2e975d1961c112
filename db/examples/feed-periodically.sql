-- Feeds tracked_session from a view, as often as this file is run: shortly before each sweep, by cron, pg_cron or as a
-- step of the application. Put your own tables into the view; the rest stays as it is. It can be repeated.
create or replace view session_to_track as
select i.pave_session as session_key,
       'default'      as account,
       i.pave_status  as status,
       i.created      as created_at,
       i.changed      as updated_at
from inspection i
where i.pave_session is not null;

insert into tracked_session as t (session_key, account, status, created_at, updated_at)
select s.session_key, s.account, s.status, s.created_at, s.updated_at
from session_to_track s
on conflict (session_key) do update
  -- Never settled_at: it is session-cleanup's.
  set account = excluded.account, status = excluded.status,
      created_at = excluded.created_at, updated_at = excluded.updated_at
  -- Rows that are the same are not written again.
  where (t.account, t.status, t.created_at) is distinct from (excluded.account, excluded.status, excluded.created_at);
