package dev.sessioncleanup.sweep;

import dev.sessioncleanup.settings.Rate;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The options of a command for its runs.
 *
 * @param age minimum age of the sessions; younger ones are not touched
 * @param limit largest number of sessions with a DELETE, null for all
 * @param limitUsed part of the limit that earlier runs of the same command used up
 * @param timeBudget counted from the start of the command, null for no limit
 * @param maxShare largest share of the account's IDLE sessions that a plan may contain, 0 to 1
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

  /** The options after a run that sent this number of sessions. */
  RunOptions afterSending(long sent) {
    return new RunOptions(
        age, rate, limit, limitUsed + sent, timeBudget, maxShare, live, dryRun, requestedBy);
  }
}
