-- One row for each account is the clock for all processes.
create table cleanup_pace (
  account    text primary key,
  next_at    timestamptz      not null default '-infinity',
  held_until timestamptz      not null default '-infinity',
  resumed_at timestamptz      not null default '-infinity',
  factor     double precision not null default 1,
  fell_at    timestamptz      not null default '-infinity',
  strikes    integer          not null default 0,
  reason     text,
  constraint cleanup_pace_factor check (factor > 0 and factor <= 1)
);

comment on table cleanup_pace is 'When the next request of an account may go, whichever process sends it.';
comment on column cleanup_pace.next_at is 'The earliest start of the next slot.';
comment on column cleanup_pace.held_until is 'PAVE asked for silence (429, or 503 with Retry-After) until then.';
comment on column cleanup_pace.resumed_at is 'The first slot after the last silence.';
comment on column cleanup_pace.factor is 'The share of the ceiling that was left when the pace last fell; it climbs back with time.';
comment on column cleanup_pace.fell_at is 'When the pace last fell.';
comment on column cleanup_pace.strikes is 'How often in a row PAVE asked for silence and the pace was not to blame.';
comment on column cleanup_pace.reason is 'Why the pace last fell.';

alter table cleanup_run add column throttled integer not null default 0, add column throttle_reason text;
comment on column cleanup_run.throttled is 'How often PAVE asked this run for silence.';
comment on column cleanup_run.throttle_reason is 'What PAVE said when it last did.';

-- The share of the ceiling in force at a moment: what was left at the last fall, climbing to the whole over 20
-- seconds, or over 20 slots where those take longer.
create function pace_factor(p cleanup_pace, p_rate double precision, p_moment timestamptz)
  returns double precision language sql immutable as $$
  select case when p.factor >= 1 then 1 else
    least(1, p.factor + greatest(0, extract(epoch from p_moment - greatest(p.fell_at, p.held_until, timestamptz '2000-01-01 00:00:00+00'))) / greatest(20, 20 / p_rate))
  end
$$;

-- Grants slots to named claims: moves the account's clock and raises the claims' attempts and unanswered in one
-- committed statement. What is not granted here is not sent. A function and not one query, because each statement
-- in it sees what was committed while it waited for the clock's row.
--
-- p_rate   the ceiling, requests a second
-- p_floor  nothing younger is granted
-- p_sends  true for a DELETE, false for a GET, which takes a slot but leaves no doubt
--
-- verdict  granted; wait (no slot within the next 100 ms); or why there will be none: lost, changed, held,
--          not_idle, young, and for all of them at once: unlocked, paused,
--          cancelled, stopped
-- share    the share of the ceiling in force; below 1 since PAVE asked for silence, and reason says in which words
-- held_us  until when everybody keeps silence; null when nobody has to
-- Times are microseconds since the epoch, by this server's clock.
create function grant_slots(
    p_account text, p_process integer, p_lock_pid integer, p_run bigint, p_rate double precision, p_floor interval,
    p_claims bigint[], p_revisions integer[], p_sends boolean[])
  returns table (
    audit_id bigint, verdict text, slot_us bigint, server_us bigint, ask_us bigint,
    share double precision, held_us bigint, reason text)
  language plpgsql
  -- A handful of rows by key, whatever the statistics say: a plan kept from the time when the audit was empty would
  -- read all of it for each grant.
  set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off set jit = off
  as $$
#variable_conflict use_column
declare
  horizon constant interval := interval '100 milliseconds';
  lead    constant interval := interval '10 milliseconds';
  longest constant interval := interval '1 hour';
  pace    cleanup_pace;
  moment  timestamptz;
  step    interval;
  share   double precision;
  first   timestamptz;
  ask     timestamptz;
  slots   integer := 0;
  refused text;
begin
  if pg_backend_pid() = p_lock_pid then
    raise exception 'a pooler shares the connection that shows that process % is alive', p_process
      using errcode = 'object_not_in_prerequisite_state',
            hint = 'Connect to PostgreSQL directly, or through a pooler in session mode.';
  end if;
  select * into pace from cleanup_pace c where c.account = p_account for update;
  if not found then
    insert into cleanup_pace (account) values (p_account) on conflict do nothing;
    select * into pace from cleanup_pace c where c.account = p_account for update;
  end if;
  moment := clock_timestamp();

  select case when r.state = 'running' and r.process_id = p_process then null
              when r.state = 'paused' and r.process_id = p_process then 'paused'
              when r.state = 'cancelled' then 'cancelled'
              else 'stopped' end
    into refused from cleanup_run r where r.run_id = p_run;
  if not found then
    refused := 'stopped';
  end if;
  if not exists (
      select from pg_locks l
      where l.locktype = 'advisory' and l.granted and l.pid = p_lock_pid and l.objsubid = 2
        and l.database = (select d.oid from pg_database d where d.datname = current_database())
        and l.classid = 'session_audit'::regclass::oid and l.objid = p_process::oid) then
    refused := 'unlocked';
  end if;

  share := pace_factor(pace, p_rate, moment);
  step := make_interval(secs => 1 / (0.99 * p_rate * share));
  -- A clock further ahead than the last grant can have left it was stepped, or left by a run with a lower ceiling:
  -- clamp it, and for good, since a clamp that moves along with the time would stay out of reach.
  if pace.next_at > moment + horizon + step then
    pace.next_at := moment + horizon + step;
    update cleanup_pace c set next_at = pace.next_at where c.account = p_account;
  end if;
  -- The same for silences: nobody asks for more than an hour, and nothing fell later than now.
  if pace.held_until > moment + longest or pace.fell_at > moment then
    pace.held_until := least(pace.held_until, moment + longest);
    update cleanup_pace c set held_until = pace.held_until, fell_at = least(pace.fell_at, moment)
    where c.account = p_account;
  end if;
  first := greatest(moment + lead, pace.next_at);
  ask := greatest(first - horizon, pace.held_until);
  if refused is null and pace.held_until <= moment and first < moment + horizon then
    slots := ceil(extract(epoch from moment + horizon - first) / extract(epoch from step));
  end if;

  return query
  with asked as (
    select u.id, u.revision, u.send, u.place
    from unnest(p_claims, p_revisions, p_sends) with ordinality as u (id, revision, send, place)
  ), judged as (
    select q.*, case
        when a.audit_id is null or a.outcome is not null or a.claimed_by <> p_process then 'lost'
        when a.revision <> q.revision then 'changed'
        when refused is not null then refused
        when h.session_key is not null then 'held'
        when t.session_key is null or t.status <> 'IDLE' then 'not_idle'
        when t.created_at >= moment - p_floor then 'young'
        else 'wait' end as verdict
    from asked q
    left join session_audit a on a.audit_id = q.id
    left join tracked_session t on t.session_key = a.session_key
    left join session_hold h on h.session_key = a.session_key and (h.expires_at is null or h.expires_at > moment)
  ), numbered as (
    select j.*, row_number() over (partition by j.verdict order by j.place) - 1 as slot from judged j
  ), granted as (
    update session_audit a
    set attempts = a.attempts + n.send::integer, unanswered = a.unanswered + n.send::integer, revision = a.revision + 1
    from numbered n
    where a.audit_id = n.id and n.verdict = 'wait' and n.slot < slots
      -- Not "outcome is null": that would read all open claims by their index instead of these by their key.
      and a.recorded_at is null and a.claimed_by = p_process and a.revision = n.revision
    returning a.audit_id, n.slot
  ), moved as (
    update cleanup_pace c
    set next_at = first + step * (select max(g.slot) + 1 from granted g),
        resumed_at = case when c.resumed_at < c.held_until then first else c.resumed_at end
    where c.account = p_account and exists (select from granted)
  )
  select n.id,
         case when g.audit_id is not null then 'granted' when n.verdict = 'wait' and n.slot < slots then 'lost' else n.verdict end,
         (extract(epoch from first + step * g.slot) * 1000000)::bigint,
         (extract(epoch from clock_timestamp()) * 1000000)::bigint,
         (extract(epoch from ask) * 1000000)::bigint,
         share,
         case when pace.held_until > moment then (extract(epoch from pace.held_until) * 1000000)::bigint end,
         pace.reason
  from numbered n left join granted g on g.audit_id = n.id
  order by n.place;
end $$;

-- PAVE asked for silence: holds every process of the account and lets the pace fall. Refusals of requests that were
-- granted before the last fall lengthen the silence, but are of the same burst. A refusal of the first request after a
-- silence says that it was too short, and nothing about the pace; one well after it says nothing about the silence.
-- Where PAVE names a time, keeping it does most, and the pace falls by a little, so that refusals here and there cost
-- hardly more than the silences; else the pace is all that helps. Without a time the silence doubles from one second to
-- one minute.
create function slow_down(p_account text, p_sent_at timestamptz, p_retry_after interval, p_rate double precision, p_reason text)
  returns timestamptz language plpgsql as $$
declare
  horizon constant interval := interval '100 milliseconds';
  pace    cleanup_pace;
  moment  timestamptz;
begin
  insert into cleanup_pace (account) values (p_account) on conflict do nothing;
  select * into pace from cleanup_pace c where c.account = p_account for update;
  moment := clock_timestamp();
  pace.fell_at := least(pace.fell_at, moment);
  if p_sent_at > pace.fell_at + horizon then
    pace.strikes := case
      when p_sent_at > pace.resumed_at + greatest(horizon, make_interval(secs => 2 / p_rate)) then 1
      when greatest(pace.held_until, pace.fell_at) < moment - interval '1 minute' then 1
      else pace.strikes + 1 end;
    -- Times of the program come as floating point, a microsecond off.
    if p_sent_at > pace.resumed_at + interval '100 microseconds' then
      pace.factor := greatest(0.05, pace_factor(pace, p_rate, moment) * case when p_retry_after is null then 0.8 else 0.97 end);
    end if;
    pace.fell_at := moment;
  end if;
  pace.held_until := least(moment + interval '1 hour', greatest(pace.held_until, moment + coalesce(p_retry_after,
    make_interval(secs => least(60, power(2, least(pace.strikes, 7) - 1))))));
  update cleanup_pace c
  set factor = pace.factor, fell_at = pace.fell_at, strikes = pace.strikes, held_until = pace.held_until, reason = p_reason
  where c.account = p_account;
  return pace.held_until;
end $$;
