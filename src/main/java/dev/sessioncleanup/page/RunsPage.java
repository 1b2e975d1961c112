package dev.sessioncleanup.page;

import dev.sessioncleanup.runs.Run;
import dev.sessioncleanup.section.PageScope;
import dev.sessioncleanup.settings.CleanupProperties;
import dev.sessioncleanup.settings.InvalidSettingException;
import dev.sessioncleanup.sweep.RunSummary;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import javax.sql.DataSource;

/**
 * The page of the runs that one command made.
 *
 * @param notes the accounts that had none, and why
 */
public record RunsPage(List<Long> runs, List<String> notes) {

  public static RunsPage of(List<RunSummary> summaries) {
    return new RunsPage(
        summaries.stream()
            .map(RunSummary::run)
            .filter(Objects::nonNull)
            .map(Run::runId)
            .distinct()
            .toList(),
        summaries.stream()
            .filter(summary -> summary.run() == null)
            .map(
                summary ->
                    "Account %s has no run: %s."
                        .formatted(
                            summary.account(),
                            Objects.requireNonNullElse(summary.ending().reason(), "unknown")))
            .toList());
  }

  /**
   * @throws InvalidSettingException when there is no run, or the file cannot be written
   */
  public void write(PageFile file, DataSource database, CleanupProperties settings) {
    if (runs.isEmpty()) {
      throw new InvalidSettingException("no run was made");
    }
    file.write(new AuditPage(database, settings).html(now -> new PageScope.Runs(runs, notes)));
  }

  /** Says that the page is missing, and how to make it later. */
  public String missing(PageFile file, String reason) {
    String later =
        runs.stream()
            .map("'report html --run %d --output FILE'"::formatted)
            .collect(Collectors.joining(", "));
    return "the page %s is missing: %s%s The runs and their audit are not affected.%s"
        .formatted(
            file,
            reason,
            reason.endsWith(".") ? "" : ".",
            later.isEmpty() ? "" : " Make it later with " + later + ".");
  }
}
