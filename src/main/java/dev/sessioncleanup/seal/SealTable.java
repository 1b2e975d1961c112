package dev.sessioncleanup.seal;

import dev.sessioncleanup.jdbc.Timestamps;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Reads the seals. */
final class SealTable {
  private static final List<String> COUNTS =
      List.of(
          "removed",
          "started",
          "missing",
          "not_idle",
          "held",
          "failed",
          "inferred",
          "attempts",
          "unanswered");

  /** Parameters: account, run, since, until; null for all. */
  private static final String READ =
      """
      select s.run_id, s.account, s.position, s.previous_seal, s.run_digest, s.through_audit_id, s.rows, s.removed,
             s.started, s.missing, s.not_idle, s.held, s.failed, s.inferred, s.attempts, s.unanswered, s.purged, s.rows_digest, s.late_rows, s.late_digest,
             s.seal, r.run_id is null as gone, r.seal as seal_of_run,
             (select coalesce(sum(p.value::bigint), 0) from jsonb_each_text(r.purged) p
              where p.key in ('removed', 'started', 'missing', 'not_idle', 'held', 'failed')) as purged_rows,
             (cast(:run as bigint) is null or s.run_id = :run)
               and (cast(:since as timestamptz) is null or r.finished_at is null or r.finished_at >= :since)
               and (cast(:until as timestamptz) is null or r.finished_at is null or r.planned_at < :until or s.late_rows > 0)
               as selected,
             r.run_id as r_run_id, r.kind as r_kind, r.account as r_account, %1$s, r.state as r_state,
             r.reason as r_reason, r.requested_by as r_requested_by, r.planned_count as r_planned_count,
             r.process_id as r_process_id, r.job_instance_id as r_job_instance_id, r.dry_run::text as r_dry_run,
             r.rate_per_second::numeric::text as r_rate_per_second, r.throttled as r_throttled,
             r.throttle_reason as r_throttle_reason, r.options::text as r_options, r.carried_out_by as r_carried_out_by
      from run_seal s
      left join cleanup_run r on r.run_id = s.run_id
      where cast(:account as text) is null or s.account = :account
      order by s.account, s.position
      """
          .formatted(
              micros(
                  "created_from",
                  "created_to",
                  "created_before",
                  "planned_at",
                  "started_at",
                  "finished_at",
                  "saved_at",
                  "carried_out_at"));

  private static String micros(String... columns) {
    return Arrays.stream(columns)
        .map("trunc(extract(epoch from r.%1$s) * 1000000)::text as r_%1$s"::formatted)
        .collect(Collectors.joining(", "));
  }

  private SealTable() {}

  /** The seals of every account, or of one, in the order of the chains. */
  static List<RunSeal> all(JdbcClient jdbc, SealSelection selection) {
    return jdbc.sql(READ)
        .param("account", selection.account())
        .param("run", selection.run())
        .param("since", Timestamps.parameter(selection.since()))
        .param("until", Timestamps.parameter(selection.until()))
        .query((row, number) -> of(row))
        .list();
  }

  private static RunSeal of(ResultSet row) throws SQLException {
    Map<String, Long> counts = new LinkedHashMap<>();
    for (String outcome : COUNTS) {
      counts.put(outcome, row.getLong(outcome));
    }
    String seal =
        new SealedText(row)
            .number("run_id")
            .text("account")
            .number("position")
            .texts("previous_seal", "run_digest")
            .numbers("through_audit_id", "rows")
            .numbers(COUNTS.toArray(String[]::new))
            .number("purged")
            .text("rows_digest")
            .number("late_rows")
            .text("late_digest")
            .digest();
    return new RunSeal(
        row.getLong("run_id"),
        row.getString("account"),
        row.getLong("position"),
        row.getString("previous_seal"),
        row.getString("seal"),
        seal,
        row.getString("run_digest"),
        row.getBoolean("gone") ? null : digestOfRun(row),
        row.getString("seal_of_run"),
        row.getLong("through_audit_id"),
        row.getLong("rows"),
        counts,
        row.getString("rows_digest"),
        row.getLong("late_rows"),
        row.getString("late_digest"),
        row.getLong("purged_rows") - row.getLong("purged"),
        row.getBoolean("selected"));
  }

  private static String digestOfRun(ResultSet row) throws SQLException {
    return new SealedText(row)
        .number("r_run_id")
        .texts("r_kind", "r_account")
        .numbers("r_created_from", "r_created_to", "r_created_before")
        .texts("r_state", "r_reason", "r_requested_by")
        .numbers(
            "r_planned_count",
            "r_planned_at",
            "r_started_at",
            "r_finished_at",
            "r_process_id",
            "r_job_instance_id",
            "r_dry_run",
            "r_rate_per_second",
            "r_throttled")
        .texts("r_throttle_reason", "r_options")
        .number("r_saved_at")
        .text("r_carried_out_by")
        .number("r_carried_out_at")
        .digest();
  }
}
