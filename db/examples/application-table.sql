-- A table as a tracking application may have it. The other examples fill tracked_session from it; put your own in its place.
create table inspection (
  inspection_id bigint generated always as identity primary key,
  pave_session  text unique,                      -- the key that PAVE gave; null until there is one
  customer      text        not null,
  pave_status   text        not null default 'IDLE',
  created       timestamptz not null default now(),
  changed       timestamptz not null default now()
);
