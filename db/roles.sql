-- Four roles, each with what it needs and no more. Optional: a single user that owns everything works as well.
--
--   session_cleanup_owner     owns the schema: migrate, purge
--   session_cleanup_job       sweep, backfill, runs, report, explain, hold, reopen, check
--   session_cleanup_tracker   the tracking application, and track import
--   session_cleanup_reporter  reads: dashboards, auditors
--
-- None of them can log in. Give them to login roles, without passwords in scripts:
--
--   create role nightly login in role session_cleanup_job;   -- then \password nightly
--   create role migrator login in role session_cleanup_owner;
--
-- Run it as a superuser of the database, before the first migration (it creates the roles) and after every migration
-- (it hands new objects to the owner and grants the rest). It can be repeated at any time:
--
--   psql -d cleanup -v ON_ERROR_STOP=1 -f db/roles.sql
--
-- Another schema than public: PGOPTIONS='-c search_path=cleanup' psql …
-- The job must not migrate then: set spring.flyway.enabled=false for it and run migrate as the owner.
do $$
declare
  audit   constant text[] := array['session_audit', 'audit_purge'];
  job     constant text[] := array['cleanup_run', 'cleanup_pace', 'session_hold', 'session_reopen', 'tracked_session'];
  batch   constant text[] := array['batch_job_instance', 'batch_job_execution', 'batch_job_execution_params',
    'batch_job_execution_context', 'batch_step_execution', 'batch_step_execution_context'];
  views   constant text[] := array['report_process', 'report_run', 'report_daily', 'report_session',
    'report_open_claim', 'report_failure'];
  counted constant text[] := array['cleanup_process_id', 'batch_job_instance_seq', 'batch_job_execution_seq',
    'batch_step_execution_seq'];
  called  constant text[] := array['pace_factor', 'grant_slots', 'slow_down'];
  name    text;
  routine record;
begin
  foreach name in array array['owner', 'job', 'tracker', 'reporter'] loop
    if not exists (select from pg_roles where rolname = 'session_cleanup_' || name) then
      execute format('create role %I nologin', 'session_cleanup_' || name);
    end if;
    execute format('grant usage on schema %I to %I', current_schema(), 'session_cleanup_' || name);
  end loop;
  execute format('grant create on schema %I to session_cleanup_owner', current_schema());

  if to_regclass('report_run') is null then
    raise notice 'The roles are there, the tables are not. Run migrate as session_cleanup_owner, then this file again.';
    return;
  end if;

  -- Whoever migrated, the owner owns: purge_session_audit works with its owner's rights.
  foreach name in array audit || job || batch || views || counted || array['flyway_schema_history'] loop
    if to_regclass(name) is null then
      continue; -- flyway_schema_history where the schema came by another way
    end if;
    execute format('alter table %I owner to session_cleanup_owner', name);
    -- What an earlier version of this file granted must not outlive it.
    execute format('revoke all on %I from public, session_cleanup_job, session_cleanup_tracker, session_cleanup_reporter', name);
    if name <> all (counted) then
      execute format('grant select on %I to session_cleanup_job, session_cleanup_reporter', name);
    end if;
  end loop;
  for routine in
    select p.oid::regprocedure as signature, p.proname
    from pg_proc p
    where p.pronamespace = current_schema()::regnamespace
      and (p.proname = any (called) or p.proname = 'purge_session_audit' or p.proname like 'session\_audit\_%')
  loop
    execute format('alter function %s owner to session_cleanup_owner', routine.signature);
    execute format('revoke execute on function %s from public, session_cleanup_job', routine.signature);
    if routine.proname = any (called) then
      execute format('grant execute on function %s to session_cleanup_job', routine.signature);
    end if;
  end loop;

  foreach name in array batch || array['cleanup_run', 'cleanup_pace'] loop
    execute format('grant insert, update on %I to session_cleanup_job', name);
  end loop;
  foreach name in array counted loop
    execute format('grant usage on sequence %I to session_cleanup_job', name);
  end loop;
  -- Delete is for releasing claims without an attempt; a trigger refuses everything else.
  grant insert, update, delete on session_audit to session_cleanup_job;
  grant insert, update, delete on session_hold to session_cleanup_job;
  grant insert on session_reopen to session_cleanup_job;
  grant update (settled_at) on tracked_session to session_cleanup_job;

  grant select, delete on tracked_session to session_cleanup_tracker;
  grant insert (session_key, account, status, created_at, updated_at),
        update (session_key, account, status, created_at, updated_at)
    on tracked_session to session_cleanup_tracker;
end $$;
