package dev.sessioncleanup.cli;

import dev.sessioncleanup.command.OutputForm;
import dev.sessioncleanup.command.RequestedBy;
import dev.sessioncleanup.explain.DryRunOptions;
import dev.sessioncleanup.page.PageFile;
import dev.sessioncleanup.settings.CleanupProperties;
import dev.sessioncleanup.settings.InvalidSettingException;
import dev.sessioncleanup.settings.Rate;
import dev.sessioncleanup.sweep.RunOptions;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that sweep and backfill share. */
final class RunArguments {
  @Option(
      names = "--older-than",
      paramLabel = "AGE",
      description = "Age from which a session is stale, like 7d (default: cleanup.older-than).")
  @Nullable Duration olderThan;

  @Option(
      names = "--account",
      paramLabel = "NAME",
      description = "Only this account (default: every configured one).")
  @Nullable String account;

  @Option(names = "--limit", paramLabel = "N", description = "Sends at most N sessions in one run.")
  @Nullable Long limit;

  @Option(
      names = "--time-budget",
      paramLabel = "TIME",
      description = "Ends the run after this time, like 2h.")
  @Nullable Duration timeBudget;

  @Option(
      names = "--rate",
      paramLabel = "RATE",
      description = "Ceiling in place of cleanup.rate, like 5/s or 300/m.")
  @Nullable Rate rate;

  @Option(
      names = "--max-share",
      paramLabel = "SHARE",
      description =
          "Share of the account's IDLE sessions that a run may take, 0 to 1 (default:"
              + " cleanup.guard.max-share).")
  @Nullable Double maxShare;

  @Option(
      names = "--verify",
      paramLabel = "tracked|live",
      description = "live asks PAVE with GET before each DELETE (default: ${DEFAULT-VALUE}).")
  Verify verify = Verify.TRACKED;

  @Option(names = "--dry-run", description = "Shows what would be deleted; sends nothing.")
  boolean dryRun;

  @Mixin DryRunOptions dryRunOptions = new DryRunOptions();

  @Mixin private RequestedBy requestedBy = new RequestedBy();

  @Option(names = "--yes", description = "Does not ask for confirmation.")
  boolean yes;

  @Option(names = "--partial-ok", description = "Exit code 0 instead of 3.")
  boolean partialOk;

  @Option(
      names = "--output",
      paramLabel = "text|json",
      description = "json writes the summary as one JSON document (default: text).")
  OutputForm output = OutputForm.TEXT;

  @Option(
      names = "--report",
      paramLabel = "FILE",
      description =
          "Writes the audit of the runs as an HTML page, however they end. Exit code 1 instead of 0 when the page cannot be written.")
  @Nullable String report;

  /** Null when no page is asked for. */
  @Nullable PageFile page;

  @Option(
      names = "--quiet",
      description = "Shows no progress, and no summary when everything is done (exit code 0).")
  boolean quiet;

  /** What proves that a session is IDLE: the tracking database alone, or PAVE as well. */
  enum Verify {
    TRACKED,
    LIVE;

    @Override
    public String toString() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  /**
   * The options with the settings filled in.
   *
   * @param defaultAge when --older-than was not given
   * @throws InvalidSettingException when the value of an option is out of range
   */
  RunOptions options(CleanupProperties settings, Duration defaultAge) {
    dryRunOptions.check(dryRun);
    page = page();
    Duration age = olderThan == null ? defaultAge : olderThan;
    settings.refuseBelowMinAge(age);
    if (limit != null && limit < 1) {
      throw new InvalidSettingException("--limit must be at least 1, not " + limit + ".");
    }
    if (timeBudget != null && timeBudget.isZero()) {
      throw new InvalidSettingException("--time-budget must be more than 0s.");
    }
    return new RunOptions(
        age,
        rate == null ? settings.rate() : rate,
        limit,
        0,
        timeBudget,
        settings.guard().shareOr(maxShare),
        verify == Verify.LIVE,
        dryRun,
        requestedBy.name());
  }

  /** Checked before anything runs. */
  private @Nullable PageFile page() {
    if (report == null) {
      return null;
    }
    if (dryRun) {
      throw new InvalidSettingException(
          "--report is the page of what runs did, and a dry run does nothing. Leave one of the two out.");
    }
    if (report.equals("-")) {
      throw new InvalidSettingException(
          "--report needs a file: standard output holds the summary. Name a file, like page.html.");
    }
    return PageFile.checked("--report", report);
  }
}
