-- For large tables and high rates: up to 20000 a second, with grants for as many claims as fit.
alter table cleanup_run
  drop constraint cleanup_run_rate,
  add constraint cleanup_run_rate check (rate_per_second > 0 and rate_per_second <= 20000);

-- As in V4; whether a claim was asked for before is counted, and not looked for among all others.
create or replace function judge_claims(
    p_account text, p_process integer, p_floor interval, p_claims bigint[], p_revisions integer[], p_sends boolean[])
  returns table (place bigint, audit_id bigint, revision integer, send boolean, verdict text)
  language sql stable
  as $$
  select q.place, q.audit_id, q.revision, q.send,
         case
           when q.audit_id = 0 then 'slot'
           when a.audit_id is null or a.outcome is not null or a.claimed_by <> p_process then 'lost'
           when a.revision <> q.revision or q.asked_before > 0 then 'changed'
           when t.account <> p_account then 'other_account'
           when h.session_key is not null then 'held'
           when t.session_key is null or t.status <> 'IDLE' then case
             when not exists (
               select from session_audit o where o.session_key = a.session_key and o.unanswered > 0) then 'not_idle'
             when q.send then 'doubtful'
             else 'slot' end
           when t.created_at >= now() - p_floor then 'young'
           else 'slot' end
  from (
    select u.*, row_number() over (partition by u.audit_id order by u.place) - 1 as asked_before
    from unnest(p_claims, p_revisions, p_sends) with ordinality as u (audit_id, revision, send, place)) as q
  left join session_audit a on a.audit_id = q.audit_id
  left join tracked_session t on t.session_key = a.session_key
  left join active_hold h on h.session_key = a.session_key
  order by q.place
$$;

-- Planning counts sessions that are not IDLE, and must not read those that are settled.
create index if not exists tracked_session_not_idle on tracked_session (account, created_at, session_key)
  where status <> 'IDLE' and settled_at is null;

-- As in V4, with one parameter more, and the distance of slots rounded up to a microsecond, not to the nearest one.
-- p_lead  how far ahead the first slot starts at least: the commit of the grant, and its way to the caller, take time
create function grant_slots(
    p_account text, p_process integer, p_lock_pid integer, p_run bigint, p_rate double precision, p_floor interval,
    p_lead interval, p_claims bigint[], p_revisions integer[], p_sends boolean[])
  returns table (
    audit_id bigint, verdict text, slot_us bigint, server_us bigint, ask_us bigint,
    share double precision, held_us bigint, reason text)
  language plpgsql
  -- A handful of rows by key, whatever the statistics say: a plan kept from the time when the audit was empty would
  -- read all of it for each grant.
  set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off set jit = off
  as $$
declare
  v_pace    cleanup_pace := lock_pace(p_account, p_rate);
  v_now     timestamptz := clock_timestamp();
  v_refusal text := run_refusal(p_run, p_process, p_lock_pid);
  v_share   double precision := pace_share(v_pace, p_rate, v_now);
  v_step    interval := make_interval(secs => ceil(1000000 / (0.99 * p_rate * v_share)) / 1000000);
  v_first   timestamptz := greatest(v_now + p_lead, v_pace.next_at);
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

-- For older programs.
create or replace function grant_slots(
    p_account text, p_process integer, p_lock_pid integer, p_run bigint, p_rate double precision, p_floor interval,
    p_claims bigint[], p_revisions integer[], p_sends boolean[])
  returns table (
    audit_id bigint, verdict text, slot_us bigint, server_us bigint, ask_us bigint,
    share double precision, held_us bigint, reason text)
  language sql
  as $$
  select * from grant_slots(p_account, p_process, p_lock_pid, p_run, p_rate, p_floor, interval '10 milliseconds',
                            p_claims, p_revisions, p_sends)
$$;

-- Temporary tables come first in a search path that does not name them. Not for judge_claims: see V4.
do $$
declare
  f regprocedure;
begin
  for f in
    select p.oid from pg_proc p
    where p.pronamespace = current_schema()::regnamespace and p.proname = 'grant_slots'
  loop
    execute format('alter function %s set search_path = %I, pg_temp', f, current_schema());
  end loop;
end $$;

-- An older program refuses rates above 1000 a second; only a newer one sets them.
insert into schema_compatibility values (15, 9);
