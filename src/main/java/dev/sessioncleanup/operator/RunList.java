package dev.sessioncleanup.operator;

import dev.sessioncleanup.format.ReportTable;
import dev.sessioncleanup.settings.InvalidSettingException;
import dev.sessioncleanup.text.Quantity;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The newest runs in 80 columns. */
public final class RunList {
  private static final String LINE = "%5s %-8s %-12s %-11s %-11s %7s %7s %6s %5s";

  private RunList() {}

  /**
   * Parameters of the report "runs".
   *
   * @param account null for all accounts
   * @throws InvalidSettingException when the limit is below 1
   */
  public static Map<String, String> parameters(
      @Nullable String account, int limit, boolean dryRuns) {
    if (limit < 1) {
      throw new InvalidSettingException("--limit must be at least 1, not " + limit + ".");
    }
    Map<String, String> parameters = new HashMap<>(Map.of("limit", String.valueOf(limit)));
    if (account != null) {
      parameters.put("account", account);
    }
    if (!dryRuns) {
      parameters.put("dry_run", "false");
    }
    return parameters;
  }

  /**
   * @param runs the report "runs"
   * @param dryRuns whether it holds dry runs too
   */
  public static List<String> lines(ReportTable runs, boolean dryRuns) {
    List<String> lines = new ArrayList<>();
    lines.add(
        LINE.formatted(
            "RUN",
            "KIND",
            "ACCOUNT",
            "STATE",
            "START (UTC)",
            "PLANNED",
            "REMOVED",
            "FAILED",
            "OPEN"));
    Row.all(runs).forEach(row -> lines.add(line(row).stripTrailing()));
    lines.add(
        Quantity.of(runs.rows().size(), "run")
            + (dryRuns ? "" : "; --dry-runs lists dry runs too"));
    return lines;
  }

  private static String line(Row row) {
    return LINE.formatted(
        row.count("run_id"),
        row.is("dry_run") ? "dry run" : row.text("kind"),
        shortened(row.text("account")),
        row.text("state"),
        row.time("started_at").isEmpty() ? "" : row.time("started_at").substring(0, 11),
        row.count("planned_count"),
        row.count("removed"),
        row.count("failed"),
        row.count("open"));
  }

  private static String shortened(String account) {
    return account.length() <= 12 ? account : account.substring(0, 11) + "…";
  }
}
