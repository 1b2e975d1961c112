package dev.sessioncleanup.job;

import dev.sessioncleanup.settings.Rate;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a command asks of its runs.
 *
 * @param age sessions younger than this are left alone
 * @param limit sessions to be sent, null for all
 * @param limitUsed of the limit, used up by former runs of the same command
 * @param timeBudget from the start of the command, null for as long as it takes
 * @param maxShare of the account's IDLE sessions that a plan may take, 0 to 1
 * @param live whether PAVE is asked with GET before each DELETE
 */
public record RunOptions(
    Duration age,
    Rate rate,
    @Nullable Long limit,
    long limitUsed,
    @Nullable Duration timeBudget,
    double maxShare,
    boolean live,
    boolean dryRun,
    @Nullable String requestedBy) {

  /** The same behind a run that used up so much of the limit. */
  RunOptions afterSending(long sent) {
    return new RunOptions(
        age, rate, limit, limitUsed + sent, timeBudget, maxShare, live, dryRun, requestedBy);
  }
}
