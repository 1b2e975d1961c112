-- No word about what is there already.
set local client_min_messages = warning;

-- The contract with the tracking application, which writes every column but settled_at.
-- A table that is there already is adopted with its rows; migrate looks first whether it fits.
create table if not exists tracked_session (
  session_key text primary key,
  account     text        not null default 'default',
  status      text        not null default 'IDLE',
  created_at  timestamptz not null default now(),
  updated_at  timestamptz not null default now(),
  settled_at  timestamptz
);

alter table tracked_session
  add column if not exists settled_at timestamptz,
  drop constraint if exists tracked_session_created_at_is_finite,
  add constraint tracked_session_created_at_is_finite check (isfinite(created_at));

comment on table tracked_session is 'Sessions created at PAVE, as the tracking application knows them.';
comment on column tracked_session.settled_at is 'When the cleanup got its final answer about this session; null until then.';

-- Claiming reads the oldest unsettled IDLE sessions of an account and nothing else.
create index if not exists tracked_session_unsettled on tracked_session (account, created_at, session_key)
  where status = 'IDLE' and settled_at is null;

create table if not exists session_hold (
  session_key text primary key,
  reason      text        not null,
  held_by     text        not null default current_user,
  held_at     timestamptz not null default now(),
  expires_at  timestamptz
);

comment on table session_hold is 'Sessions that must not be deleted, until expires_at or until the row is removed.';

-- The one place that says which holds are in force.
create view active_hold as
select h.session_key, h.reason, h.held_by, h.held_at, h.expires_at
from session_hold h
where h.expires_at is null or h.expires_at > now();

comment on view active_hold is 'Holds that are in force now.';
