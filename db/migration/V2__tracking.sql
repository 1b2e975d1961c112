-- The contract with the tracking application, which writes everything here but settled_at.
create table tracked_session (
  session_key text primary key,
  account     text        not null default 'default',
  status      text        not null default 'IDLE',
  created_at  timestamptz not null default now(),
  updated_at  timestamptz not null default now(),
  settled_at  timestamptz,
  constraint tracked_session_created_at_is_finite check (isfinite(created_at))
);

comment on table tracked_session is 'Sessions created at PAVE, as the tracking application knows them.';
comment on column tracked_session.settled_at is 'When the cleanup got its final answer about this session; null until then.';

-- Claiming reads the oldest unsettled IDLE sessions of an account and nothing else.
create index tracked_session_unsettled on tracked_session (account, created_at, session_key)
  where status = 'IDLE' and settled_at is null;

create table session_hold (
  session_key text primary key,
  reason      text        not null,
  held_by     text        not null default current_user,
  held_at     timestamptz not null default now(),
  expires_at  timestamptz
);

comment on table session_hold is 'Sessions that must not be deleted, until expires_at or until the row is removed.';
