package dev.sessioncleanup.job;

import dev.sessioncleanup.settings.Rate;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a command asks of its runs.
 *
 * @param age sessions younger than this are left alone
 * @param limit sessions to be sent in one run, null for all
 * @param timeBudget from the start of the command, null for as long as it takes
 * @param maxShare of the account's IDLE sessions that a plan may take, 0 to 1
 * @param live whether PAVE is asked with GET before each DELETE
 */
public record RunOptions(
    Duration age,
    Rate rate,
    @Nullable Long limit,
    @Nullable Duration timeBudget,
    double maxShare,
    boolean live,
    boolean dryRun,
    @Nullable String requestedBy) {

  /** The same with so many sessions less to be sent. */
  RunOptions limitedBy(long sent) {
    return limit == null
        ? this
        : new RunOptions(
            age, rate, Math.max(0, limit - sent), timeBudget, maxShare, live, dryRun, requestedBy);
  }
}
