package dev.sessioncleanup.schema;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A table that may have been there before us, and the columns that it must have.
 *
 * @param columns one a word, as {@code name:type} with a mark: {@code !} is never null, {@code *}
 *     is unique as well, {@code ?} is added by the migration where it is missing
 */
record ExpectedTable(String name, String columns) {
  /** What the database has in place of it. */
  record Column(String type, boolean nullable, boolean unique) {}

  static final Set<String> BATCH_TABLES =
      Set.of(
          "batch_job_instance",
          "batch_job_execution",
          "batch_job_execution_params",
          "batch_step_execution",
          "batch_step_execution_context",
          "batch_job_execution_context");

  private static final String EXECUTION =
      " create_time:timestamp start_time:timestamp end_time:timestamp status:varchar exit_code:varchar"
          + " exit_message:varchar last_updated:timestamp version:int8";

  static final List<ExpectedTable> ADOPTABLE =
      List.of(
          new ExpectedTable(
              "tracked_session",
              "session_key:text* account:text! status:text! created_at:timestamptz! updated_at:timestamptz"
                  + " settled_at:timestamptz?"),
          new ExpectedTable(
              "session_hold",
              "session_key:text* reason:text held_by:text held_at:timestamptz expires_at:timestamptz"),
          new ExpectedTable(
              "batch_job_instance",
              "job_instance_id:int8* version:int8 job_name:text job_key:text"),
          new ExpectedTable(
              "batch_job_execution", "job_execution_id:int8* job_instance_id:int8" + EXECUTION),
          new ExpectedTable(
              "batch_job_execution_params",
              "job_execution_id:int8 parameter_name:text parameter_type:text parameter_value:text"
                  + " identifying:bpchar"),
          new ExpectedTable(
              "batch_step_execution",
              "step_execution_id:int8* step_name:text job_execution_id:int8 commit_count:int8 read_count:int8"
                  + " filter_count:int8 write_count:int8 read_skip_count:int8 write_skip_count:int8"
                  + " process_skip_count:int8 rollback_count:int8"
                  + EXECUTION),
          new ExpectedTable(
              "batch_step_execution_context",
              "step_execution_id:int8* short_context:text serialized_context:text"),
          new ExpectedTable(
              "batch_job_execution_context",
              "job_execution_id:int8* short_context:text serialized_context:text"));

  /** Names that nobody but the migrations may have given. */
  static Stream<String> ours() {
    return Stream.of(
        "active_hold",
        "audit_doubt",
        "audit_purge",
        "cleanup_pace",
        "cleanup_process_id",
        "cleanup_run",
        "counted_day",
        "day_age",
        "day_count",
        "day_created",
        "doubt_before",
        "known_database",
        "late_row",
        "live_process",
        "planned_session",
        "purged_month",
        "purged_row",
        "removed_session",
        "report_backlog",
        "report_daily",
        "report_doubt",
        "report_failure",
        "report_latency",
        "report_month",
        "report_open_claim",
        "report_outcome",
        "report_purge",
        "report_reopen",
        "report_request",
        "report_run",
        "report_run_event",
        "report_run_progress",
        "report_session",
        "run_event",
        "run_seal",
        "schema_compatibility",
        "session_audit",
        "session_hold_history",
        "session_reopen",
        "unneeded_audit",
        "unsealed_run");
  }

  /** Spring Batch 6 needs all of them; older versions named a sequence otherwise. */
  static List<String> batch() {
    return Stream.concat(
            BATCH_TABLES.stream(),
            Stream.of(
                "batch_job_instance_seq", "batch_job_execution_seq", "batch_step_execution_seq"))
        .sorted()
        .toList();
  }

  /** What is missing or different, in words; empty when the table fits. */
  List<String> unfit(Map<String, Column> actual) {
    List<String> unfit = new ArrayList<>();
    for (String column : columns.split(" ")) {
      String name = column.substring(0, column.indexOf(':'));
      String type = column.substring(name.length() + 1).replaceAll("\\W", "");
      char mark = column.charAt(column.length() - 1);
      Column found = actual.get(name);
      if (found == null) {
        if (mark != '?') {
          unfit.add("%s %s is missing".formatted(name, type));
        }
      } else if (!accepts(type, found.type())) {
        unfit.add("%s is %s and must be %s".formatted(name, found.type(), type));
      } else if (mark == '*' && !found.unique()) {
        unfit.add(name + " must be the primary key or unique");
      } else if ((mark == '*' || mark == '!') && found.nullable()) {
        unfit.add(name + " must be not null");
      }
    }
    return unfit;
  }

  private static boolean accepts(String expected, String actual) {
    List<String> texts = Arrays.asList("text", "varchar");
    return expected.equals(actual) || (texts.contains(expected) && texts.contains(actual));
  }
}
