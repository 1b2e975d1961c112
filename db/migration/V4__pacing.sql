-- The rate limiter: one row for each account is the clock for all processes.
create table cleanup_pace (
  account    text primary key,
  next_at    timestamptz      not null default '-infinity',
  held_until timestamptz      not null default '-infinity',
  resumed_at timestamptz      not null default '-infinity',
  share      double precision not null default 1,
  reduced_at timestamptz      not null default '-infinity',
  strikes    integer          not null default 0,
  reason     text,
  constraint cleanup_pace_share check (share > 0 and share <= 1)
);

comment on table cleanup_pace is 'When the next request of an account may go, whichever process sends it.';
comment on column cleanup_pace.next_at is 'The earliest start of the next slot.';
comment on column cleanup_pace.held_until is 'Nothing is sent until then: PAVE asked to wait (429, or 503 with Retry-After).';
comment on column cleanup_pace.resumed_at is 'The first slot after the last wait that PAVE asked for.';
comment on column cleanup_pace.share is 'The share of the ceiling that was left when the pace was last reduced; it climbs back with time.';
comment on column cleanup_pace.reduced_at is 'When the pace was last reduced.';
comment on column cleanup_pace.strikes is 'How often in a row PAVE asked to wait although the pace was not to blame.';
comment on column cleanup_pace.reason is 'What PAVE said when the pace was last reduced.';

-- How far ahead slots are granted.
create function pacing_horizon() returns interval language sql immutable
  return interval '100 milliseconds';

-- The share of the ceiling in force at a moment: what was left at the last reduction, climbing to the whole over 20
-- seconds, or over 20 slots where those take longer.
create function pace_share(p_pace cleanup_pace, p_rate double precision, p_moment timestamptz)
  returns double precision language sql immutable
  return case when (p_pace).share >= 1 then 1 else
    least(1, (p_pace).share + greatest(0, extract(epoch from
        p_moment - greatest((p_pace).reduced_at, (p_pace).held_until, timestamptz '2000-01-01 00:00:00+00')))
      / greatest(20, 20 / p_rate))
  end;

-- Locks the account's clock and returns it. Times that nothing sensible can have left there (the server's clock was
-- stepped, a run with a lower ceiling, a value written by hand) are clamped, and for good: a clamp that moves along with
-- the time would stay out of reach.
create function lock_pace(p_account text, p_rate double precision) returns cleanup_pace
  language plpgsql as $$
declare
  v_longest_wait constant interval := interval '1 hour';
  v_pace         cleanup_pace;
  v_clamped      cleanup_pace;
  v_now          timestamptz;
  v_step         interval;
begin
  select c.* into v_pace from cleanup_pace c where c.account = p_account for update;
  if not found then
    insert into cleanup_pace (account) values (p_account) on conflict do nothing;
    select c.* into v_pace from cleanup_pace c where c.account = p_account for update;
  end if;
  v_now := clock_timestamp();
  v_clamped := v_pace;
  v_clamped.held_until := least(v_pace.held_until, v_now + v_longest_wait);
  v_clamped.reduced_at := least(v_pace.reduced_at, v_now);
  v_step := make_interval(secs => 1 / (0.99 * p_rate * pace_share(v_clamped, p_rate, v_now)));
  v_clamped.next_at := least(v_pace.next_at, v_now + pacing_horizon() + v_step);
  if v_clamped is distinct from v_pace then
    update cleanup_pace c
    set next_at = v_clamped.next_at, held_until = v_clamped.held_until, reduced_at = v_clamped.reduced_at
    where c.account = p_account;
  end if;
  return v_clamped;
end $$;

-- Why nothing may be sent for a run by a process; null when it may: unlocked (the process's lock is not held by that
-- backend), paused, cancelled, or stopped (the run has ended or is another process's).
create function run_refusal(p_run bigint, p_process integer, p_lock_pid integer) returns text
  language plpgsql stable as $$
declare
  v_refusal text;
begin
  if pg_backend_pid() = p_lock_pid then
    raise exception 'a pooler shares the connection that shows that process % is alive', p_process
      using errcode = 'object_not_in_prerequisite_state',
            hint = 'Connect to PostgreSQL directly, or through a pooler in session mode.';
  end if;
  if not exists (select from live_process p where p.process_id = p_process and p.backend_pid = p_lock_pid) then
    return 'unlocked';
  end if;
  select case when r.state = 'running' and r.process_id = p_process then null
              when r.state = 'paused' and r.process_id = p_process then 'paused'
              when r.state = 'cancelled' then 'cancelled'
              else 'stopped' end
    into v_refusal from cleanup_run r where r.run_id = p_run;
  return case when found then v_refusal else 'stopped' end;
end $$;

-- What may become of each claim, in the order they were asked for: slot (it may have one) or why it gets none. A claim
-- that is asked for twice at once gets one slot, since its counts are raised once. A session
-- with an unanswered send may still be looked up (p_sends false) when its tracked row has changed or is gone: that may be
-- the work of the very DELETE whose reply was lost.
create function judge_claims(
    p_account text, p_process integer, p_floor interval, p_claims bigint[], p_revisions integer[], p_sends boolean[])
  returns table (place bigint, audit_id bigint, revision integer, send boolean, verdict text)
  language sql stable
  as $$
  select q.place, q.audit_id, q.revision, q.send,
         case
           when q.audit_id = 0 then 'slot'
           when a.audit_id is null or a.outcome is not null or a.claimed_by <> p_process then 'lost'
           when a.revision <> q.revision or q.audit_id = any (p_claims[1:q.place - 1]) then 'changed'
           when t.account <> p_account then 'other_account'
           when h.session_key is not null then 'held'
           when t.session_key is null or t.status <> 'IDLE' then case
             when not exists (
               select from session_audit o where o.session_key = a.session_key and o.unanswered > 0) then 'not_idle'
             when q.send then 'doubtful'
             else 'slot' end
           when t.created_at >= now() - p_floor then 'young'
           else 'slot' end
  from unnest(p_claims, p_revisions, p_sends) with ordinality as q (audit_id, revision, send, place)
  left join session_audit a on a.audit_id = q.audit_id
  left join tracked_session t on t.session_key = a.session_key
  left join active_hold h on h.session_key = a.session_key
  order by q.place
$$;

-- Grants slots to named claims: moves the account's clock and raises the claims' attempts and unanswered in one
-- committed statement. What is not granted here is not sent. A function and not one query, because each statement in it
-- sees what was committed while it waited for the clock's row.
--
-- p_claims  audit_id of each claim, 0 for a call that is about no session
-- p_rate    the ceiling, requests a second
-- p_floor   nothing younger is granted
-- p_sends   true for a DELETE, false for a GET, which takes a slot but leaves no doubt
--
-- verdict   granted; wait (no slot within the horizon); or why there will be none: lost, changed, other_account, held,
--           not_idle, doubtful (not IDLE, and a send is unanswered: look it up), young, and for all of them at once: unlocked, paused, cancelled, stopped
-- share     the share of the ceiling in force; below 1 since PAVE asked to slow down, and reason says in which words
-- held_us   until when nothing is sent; null when something may be
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
declare
  v_lead    constant interval := interval '10 milliseconds'; -- for the answer to reach the caller
  v_pace    cleanup_pace := lock_pace(p_account, p_rate);
  v_now     timestamptz := clock_timestamp();
  v_refusal text := run_refusal(p_run, p_process, p_lock_pid);
  v_share   double precision := pace_share(v_pace, p_rate, v_now);
  v_step    interval := make_interval(secs => 1 / (0.99 * p_rate * v_share));
  v_first   timestamptz := greatest(v_now + v_lead, v_pace.next_at);
  v_slots   integer := 0;
begin
  if v_refusal is null and v_pace.held_until <= v_now and v_first < v_now + pacing_horizon() then
    v_slots := ceil(extract(epoch from v_now + pacing_horizon() - v_first) / extract(epoch from v_step));
  end if;

  return query
  with judged as (
    select j.place, j.audit_id, j.revision, j.send,
           case when v_refusal is not null and j.verdict not in ('lost', 'changed') then v_refusal else j.verdict end
             as verdict
    from judge_claims(p_account, p_process, p_floor, p_claims, p_revisions, p_sends) as j
  ), numbered as (
    select j.*, row_number() over (partition by j.verdict order by j.place) - 1 as slot from judged j
  ), chosen as (
    select n.* from numbered n where n.verdict = 'slot' and n.slot < v_slots
  ), raised as (
    update session_audit a
    set attempts = a.attempts + c.send::integer, unanswered = a.unanswered + c.send::integer, revision = a.revision + 1
    from chosen c
    where a.audit_id = c.audit_id
      -- In a form that no index serves: by an index all open claims would be read instead of these by their key.
      and num_nulls(a.recorded_at) = 1 and a.claimed_by = p_process and a.revision = c.revision
    returning a.audit_id
  ), granted as (
    select c.place, c.slot from chosen c where c.audit_id = 0 or c.audit_id in (select r.audit_id from raised r)
  ), moved as (
    update cleanup_pace p
    set next_at = v_first + v_step * (select max(g.slot) + 1 from granted g),
        resumed_at = case when p.resumed_at < p.held_until then v_first else p.resumed_at end
    where p.account = p_account and exists (select from granted)
  )
  select n.audit_id,
         case when g.place is not null then 'granted'
              when n.verdict = 'slot' then case when n.slot < v_slots then 'lost' else 'wait' end
              else n.verdict end,
         (extract(epoch from v_first + v_step * g.slot) * 1000000)::bigint,
         (extract(epoch from clock_timestamp()) * 1000000)::bigint,
         (extract(epoch from greatest(v_first - pacing_horizon(), v_pace.held_until)) * 1000000)::bigint,
         v_share,
         case when v_pace.held_until > v_now then (extract(epoch from v_pace.held_until) * 1000000)::bigint end,
         v_pace.reason
  from numbered n
  left join granted g on g.place = n.place
  order by n.place;
end $$;

-- PAVE asked to slow down: holds every process of the account and reduces the pace. Refusals of requests that were
-- granted before the last reduction lengthen the wait, but are of the same burst. A refusal of the first request after a
-- wait says that the wait was too short, and nothing about the pace; one well after it says nothing about the wait. Where
-- PAVE names a time, keeping it does most, and the pace is reduced by a little, so that refusals here and there cost
-- hardly more than the waits; else the pace is all that helps. Without a time the wait doubles from one second to one
-- minute.
create function slow_down(
    p_account text, p_sent_at timestamptz, p_retry_after interval, p_rate double precision, p_reason text)
  returns timestamptz language plpgsql as $$
declare
  v_longest_wait constant interval := interval '1 hour';
  v_pace         cleanup_pace := lock_pace(p_account, p_rate);
  v_now          timestamptz := clock_timestamp();
begin
  if p_sent_at > v_pace.reduced_at + pacing_horizon() then
    v_pace.strikes := case
      when p_sent_at > v_pace.resumed_at + greatest(pacing_horizon(), make_interval(secs => 2 / p_rate)) then 1
      when greatest(v_pace.held_until, v_pace.reduced_at) < v_now - interval '1 minute' then 1
      else v_pace.strikes + 1 end;
    -- Times of the program come as floating point, a microsecond off.
    if p_sent_at > v_pace.resumed_at + interval '100 microseconds' then
      v_pace.share := greatest(0.05,
        pace_share(v_pace, p_rate, v_now) * case when p_retry_after is null then 0.8 else 0.97 end);
    end if;
    v_pace.reduced_at := v_now;
  end if;
  v_pace.held_until := least(v_now + v_longest_wait, greatest(v_pace.held_until, v_now + coalesce(p_retry_after,
    make_interval(secs => least(60, power(2, least(v_pace.strikes, 7) - 1))))));
  update cleanup_pace c
  set share = v_pace.share, reduced_at = v_pace.reduced_at, strikes = v_pace.strikes, held_until = v_pace.held_until,
      reason = p_reason
  where c.account = p_account;
  return v_pace.held_until;
end $$;

-- As for the functions of the audit. Not for pacing_horizon and pace_share, whose bodies are bound to their names when
-- they are created, nor for judge_claims, which is read under the setting of grant_slots: a setting of their own would
-- keep the planner from inlining them.
do $$
declare
  f regprocedure;
begin
  for f in
    select p.oid from pg_proc p
    where p.pronamespace = current_schema()::regnamespace
      and p.proname in ('lock_pace', 'run_refusal', 'grant_slots', 'slow_down')
  loop
    execute format('alter function %s set search_path = %I, pg_temp', f, current_schema());
  end loop;
end $$;
