package dev.sessioncleanup.cli;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A row of {@code cleanup_run}, the cutoff as the database writes it. */
record CleanupRunRow(
    long runId,
    String kind,
    String account,
    boolean dryRun,
    String createdBefore,
    String state,
    @Nullable String reason,
    @Nullable Long plannedCount,
    @Nullable String requestedBy) {
  /** In the order of their ids. */
  static List<CleanupRunRow> all(JdbcClient jdbc) {
    return jdbc.sql(
            """
            select run_id, kind, account, dry_run, created_before::text as created_before, state, reason,
                   planned_count, requested_by
            from cleanup_run order by run_id
            """)
        .query(CleanupRunRow.class)
        .list();
  }
}
