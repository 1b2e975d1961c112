package dev.sessioncleanup.cli;

import dev.sessioncleanup.job.RunOptions;
import dev.sessioncleanup.settings.CleanupProperties;
import dev.sessioncleanup.settings.Durations;
import dev.sessioncleanup.settings.InvalidSettingException;
import dev.sessioncleanup.settings.Rate;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
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

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "At most so many sessions are sent in one run.")
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

  @Option(names = "--dry-run", description = "Only says what would be done; sends nothing.")
  boolean dryRun;

  @Option(
      names = "--requested-by",
      paramLabel = "NAME",
      description = "Who asked for it, for the record (default: the operating system's user).")
  @Nullable String requestedBy;

  @Option(names = "--yes", description = "Does it without asking.")
  boolean yes;

  @Option(names = "--partial-ok", description = "Exit code 0 instead of 3.")
  boolean partialOk;

  /** Whom to believe that a session is IDLE. */
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
   * @throws InvalidSettingException when an option has no sensible value
   */
  RunOptions options(CleanupProperties settings, Duration defaultAge) {
    Duration age = olderThan == null ? defaultAge : olderThan;
    Duration minAge = settings.guard().minAge();
    if (age.compareTo(minAge) < 0) {
      throw new InvalidSettingException(
          "--older-than %s is below cleanup.guard.min-age of %s; nothing younger than that is ever touched."
              .formatted(Durations.text(age), Durations.text(minAge)));
    }
    if (limit != null && limit < 1) {
      throw new InvalidSettingException("--limit must be at least 1, not " + limit + ".");
    }
    if (timeBudget != null && timeBudget.isZero()) {
      throw new InvalidSettingException("--time-budget must be more than 0s.");
    }
    double share = maxShare == null ? settings.guard().maxShare() : maxShare;
    if (!(share >= 0 && share <= 1)) {
      throw new InvalidSettingException("--max-share must lie between 0 and 1, not " + share + ".");
    }
    return new RunOptions(
        age,
        rate == null ? settings.rate() : rate,
        limit,
        0,
        timeBudget,
        share,
        verify == Verify.LIVE,
        dryRun,
        requestedBy == null ? System.getProperty("user.name") : requestedBy);
  }
}
