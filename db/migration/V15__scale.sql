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

-- Temporary tables come first in a search path that does not name them.
do $$
begin
  execute format('alter function judge_claims(text, integer, interval, bigint[], integer[], boolean[]) set search_path = %I, pg_temp',
                 current_schema());
end $$;

-- An older program reads no rate above 1000 a second, which only a newer one sets.
insert into schema_compatibility values (15, 9);
