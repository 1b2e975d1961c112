package dev.sessioncleanup.check;

import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Whether the role may do what a sweep does; db/roles.sql grants the same. */
final class Rights {
  private static final String MISSING =
      """
      select r.privilege || ' on ' || r.relation as missing
      from (values
        ('tracked_session', 'select', null), ('tracked_session', 'update', 'settled_at'),
        ('session_hold', 'select', null), ('active_hold', 'select', null), ('session_reopen', 'select', null),
        ('live_process', 'select', null),
        ('session_audit', 'select', null), ('session_audit', 'insert', 'session_key'),
        ('session_audit', 'update', 'outcome'), ('session_audit', 'delete', null),
        ('cleanup_run', 'select', null), ('cleanup_run', 'insert', 'kind'), ('cleanup_run', 'update', 'state'),
        ('run_event', 'select', null), ('run_event', 'insert', 'event'), ('run_event', 'update', 'in_effect_at'),
        ('planned_session', 'select', null), ('planned_session', 'insert', null), ('doubt_before', 'select', null),
        ('schema_compatibility', 'select', null), ('unsealed_run', 'select', null),
        ('cleanup_pace', 'select', null), ('cleanup_pace', 'insert', null), ('cleanup_pace', 'update', null),
        ('batch_job_instance', 'select', null), ('batch_job_instance', 'insert', null),
        ('batch_job_execution', 'insert', null), ('batch_job_execution', 'update', null),
        ('batch_step_execution', 'insert', null), ('batch_step_execution', 'update', null)
      ) as r (relation, privilege, "column")
      where not case when r."column" is null then has_table_privilege(r.relation, r.privilege)
                     else has_column_privilege(r.relation, r."column", r.privilege) end
      union all
      select 'usage on ' || s.name from (values
        ('cleanup_process_id'), ('batch_job_instance_seq'), ('batch_job_execution_seq'), ('batch_step_execution_seq')
      ) as s (name)
      where not has_sequence_privilege(s.name, 'usage')
      union all
      select 'execute on ' || p.proname from pg_proc p
      where p.pronamespace = current_schema()::regnamespace
        and p.proname in ('register_process', 'grant_slots', 'slow_down', 'judge_claims', 'run_refusal', 'lock_pace',
                          'seal_next_run', 'count_day')
        and not has_function_privilege(p.oid, 'execute')
      order by 1
      """;

  private Rights() {}

  static List<CheckResult> check(JdbcClient jdbc) {
    List<String> missing = jdbc.sql(MISSING).query(String.class).list();
    return List.of(
        missing.isEmpty()
            ? CheckResult.ok("rights", "the role may do what a sweep does")
            : CheckResult.problem(
                "rights",
                "the role lacks %s. db/roles.sql grants what a sweep needs."
                    .formatted(String.join(", ", missing)),
                CheckResult.SETTINGS));
  }
}
