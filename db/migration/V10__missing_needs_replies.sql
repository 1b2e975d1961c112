-- A 404 proves nothing while a DELETE of ours is unanswered. The program counts such a session as removed, inferred; this
-- rule holds for everybody who writes.
create function session_audit_missing() returns trigger language plpgsql as $$
begin
  if new.unanswered > 0 or exists (
       select from session_audit a
       where a.session_key = new.session_key and a.audit_id <> new.audit_id and a.unanswered > 0) then
    raise exception 'session % (audit row %) is not missing: a DELETE of ours may have removed it',
      new.session_key, new.audit_id
      using errcode = 'restrict_violation';
  end if;
  return new;
end $$;

create trigger session_audit_missing before update on session_audit
  for each row when (new.outcome = 'missing' and old.outcome is null) execute function session_audit_missing();

-- Temporary tables come first in a search path that does not name them.
do $$
begin
  execute format('alter function session_audit_missing() set search_path = %I, pg_temp', current_schema());
end $$;

-- Programs of version 9 keep to the rule already.
insert into schema_compatibility values (10, 9);
