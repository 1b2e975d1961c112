-- Four roles with minimal rights. Optional: a single user that owns everything works as well.
--
--   session_cleanup_owner     owns the schema: migrate, purge
--   session_cleanup_job       sweep, backfill, runs, report, explain, hold, reopen, check
--   session_cleanup_tracker   the tracking application, and track import
--   session_cleanup_reporter  reads: dashboards, auditors
--
-- None of them can log in. Grant them to login roles, without passwords in scripts:
--
--   create role nightly login in role session_cleanup_job;   -- then \password nightly
--   create role migrator login in role session_cleanup_owner;
--
-- Run it before the first migration, when it creates the roles, and after every migration, when it makes the owner role the
-- owner of new objects and grants the rights. It can be repeated at any time:
--
--   psql -d cleanup -v ON_ERROR_STOP=1 -f db/roles.sql
--
-- The first time as a superuser, or as the owner of the database where that role has CREATEROLE (it becomes a member of
-- session_cleanup_owner). Afterwards a login in role session_cleanup_owner suffices, and migrate --roles runs it, too.
--
-- For a schema other than public: PGOPTIONS='-c search_path=cleanup' psql …
-- With these roles the job must not migrate: set spring.flyway.enabled=false for it and run migrate as the owner.
do $$
declare
  audit   constant text[] := array['session_audit', 'audit_purge', 'session_hold_history', 'purged_month', 'audit_doubt',
    'known_database', 'run_seal', 'late_row', 'purged_row', 'counted_day', 'day_count', 'day_age', 'day_created'];
  job     constant text[] := array['cleanup_run', 'planned_session', 'cleanup_pace', 'session_hold', 'session_reopen',
    'tracked_session', 'run_event', 'schema_compatibility'];
  batch   constant text[] := array['batch_job_instance', 'batch_job_execution', 'batch_job_execution_params',
    'batch_job_execution_context', 'batch_step_execution', 'batch_step_execution_context'];
  views   constant text[] := array['live_process', 'active_hold', 'report_run', 'report_daily', 'report_session',
    'report_open_claim', 'report_failure', 'report_run_progress', 'report_run_event',
    'removed_session', 'report_month', 'unneeded_audit', 'doubt_before', 'report_outcome', 'report_doubt',
    'report_latency', 'report_request', 'report_reopen', 'report_purge', 'report_backlog', 'unsealed_run'];
  counted constant text[] := array['cleanup_process_id', 'batch_job_instance_seq', 'batch_job_execution_seq',
    'batch_step_execution_seq'];
  called  constant text[] := array['grant_slots', 'slow_down', 'judge_claims', 'run_refusal', 'lock_pace', 'pace_share',
    'pacing_horizon', 'register_process', 'seal_next_run', 'count_day', 'sealed_text', 'sha256_hex', 'utc_instant', 'day_start',
    'month_start', 'month_end', 'uncounted_time', 'outcome_counts', 'removed_ages', 'settled_sessions'];
  -- Where flyway_schema_history is another program's, ours has a name of its own.
  history constant text[] := array[
    case when to_regclass('cleanup_schema_history') is null then 'flyway_schema_history' else 'cleanup_schema_history' end];
  name    text;
  routine record;
begin
  -- Two at once would change the same rows of the catalog, and one would fail.
  perform pg_advisory_xact_lock(hashtext('session-cleanup roles'));
  foreach name in array array['owner', 'job', 'tracker', 'reporter'] loop
    if not exists (select from pg_roles where rolname = 'session_cleanup_' || name) then
      execute format('create role %I nologin', 'session_cleanup_' || name);
    end if;
    -- Only what is missing: a login in the owner role may not grant these.
    if not has_schema_privilege('session_cleanup_' || name, current_schema(), 'usage') then
      execute format('grant usage on schema %I to %I', current_schema(), 'session_cleanup_' || name);
    end if;
  end loop;
  if not has_schema_privilege('session_cleanup_owner', current_schema(), 'create') then
    execute format('grant create on schema %I to session_cleanup_owner', current_schema());
  end if;
  -- Only a member can hand objects to a role.
  if not pg_has_role(current_user, 'session_cleanup_owner', 'usage') then
    execute format('grant session_cleanup_owner to %I', current_user);
  end if;

  if to_regclass('report_run') is null then
    raise notice 'The roles exist, but the tables do not. Run migrate as session_cleanup_owner, then run this file again.';
    return;
  end if;

  -- The owner role owns all objects, whoever ran migrate: purge_session_audit runs with its owner's rights.
  foreach name in array audit || job || batch || views || counted || history loop
    if to_regclass(name) is null then
      continue; -- no history table when the schema was not created by Flyway
    end if;
    execute format('alter table %I owner to session_cleanup_owner', name);
    -- Revoke what an earlier version of this file may have granted.
    execute format('revoke all on %I from public, session_cleanup_job, session_cleanup_tracker, session_cleanup_reporter', name);
    if name <> all (counted) then
      execute format('grant select on %I to session_cleanup_job, session_cleanup_reporter', name);
    end if;
  end loop;
  for routine in
    select p.oid::regprocedure as signature, p.proname
    from pg_proc p
    where p.pronamespace = current_schema()::regnamespace
      and (p.proname = any (called) or p.proname in ('current_database_identity', 'status_moves_on', 'uncount_day')
        or p.proname like 'purge\_session\_audit%' or p.proname like 'session\_audit\_%'
        or p.proname like 'session\_hold\_%')
  loop
    execute format('alter function %s owner to session_cleanup_owner', routine.signature);
    execute format('revoke execute on function %s from public, session_cleanup_job', routine.signature);
    if routine.proname = any (called) then
      execute format('grant execute on function %s to session_cleanup_job', routine.signature);
    end if;
    -- Auditors who verify seals with psql call the first two, the reports the others.
    if routine.proname in ('sealed_text', 'sha256_hex', 'pace_share', 'utc_instant', 'day_start', 'month_start', 'month_end',
        'uncounted_time', 'outcome_counts', 'removed_ages', 'settled_sessions') then
      execute format('grant execute on function %s to session_cleanup_reporter', routine.signature);
    end if;
  end loop;

  foreach name in array batch || array['cleanup_pace'] loop
    execute format('grant insert, update on %I to session_cleanup_job', name);
  end loop;
  -- Every column of a run but its seal, which only seal_next_run writes.
  execute (
    select format('grant insert (%1$s), update (%1$s) on cleanup_run to session_cleanup_job', string_agg(quote_ident(a.attname), ', '))
    from pg_attribute a
    where a.attrelid = 'cleanup_run'::regclass and a.attnum > 0 and not a.attisdropped and a.attname not in ('run_id', 'seal'));
  if to_regclass('planned_session') is not null then
    grant insert on planned_session to session_cleanup_job;
  end if;
  foreach name in array counted loop
    execute format('grant usage on sequence %I to session_cleanup_job', name);
  end loop;
  -- A row starts as a claim: no outcome can be inserted, and triggers set recorded_at and generation. Delete releases
  -- claims without an attempt; a trigger refuses every other delete.
  grant insert (run_id, session_key, account, claimed_by),
        update (claimed_by, claimed_at, revision, attempts, unanswered, failures,
                outcome, evidence, http_status, detail, latency_ms),
        delete
    on session_audit to session_cleanup_job;
  grant insert, update, delete on session_hold to session_cleanup_job;
  if to_regclass('run_event') is not null then
    grant insert (run_id, event, actor, rate, host, options, process_id), update (process_id, in_effect_at)
      on run_event to session_cleanup_job;
  end if;
  grant insert on session_reopen to session_cleanup_job;
  -- Doubt can be raised, but never taken back.
  grant insert (created_before, since, reason, doubted_by) on audit_doubt to session_cleanup_job;
  grant update (settled_at) on tracked_session to session_cleanup_job;

  foreach name in array history || array['schema_compatibility'] loop
    if to_regclass(name) is not null then
      execute format('grant select on %I to session_cleanup_tracker', name); -- track import checks the schema
    end if;
  end loop;
  grant select on removed_session to session_cleanup_tracker; -- for track import --compare
  grant execute on function status_moves_on(text, timestamptz, text, timestamptz) to session_cleanup_tracker;
  -- track import copies into a temporary table; by default everybody may create one.
  if not has_database_privilege('session_cleanup_tracker', current_database(), 'TEMPORARY') then
    execute format('grant temporary on database %I to session_cleanup_tracker', current_database());
  end if;
  grant select, delete on tracked_session to session_cleanup_tracker;
  grant insert (session_key, account, status, created_at, updated_at),
        update (session_key, account, status, created_at, updated_at)
    on tracked_session to session_cleanup_tracker;
end $$;
