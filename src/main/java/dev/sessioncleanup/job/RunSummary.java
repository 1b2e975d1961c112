package dev.sessioncleanup.job;

import dev.sessioncleanup.audit.Ending;
import dev.sessioncleanup.audit.Run;
import dev.sessioncleanup.audit.RunCounts;
import dev.sessioncleanup.deletion.Tally;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a run ended.
 *
 * @param run null when none could be planned
 * @param plan null when it was not planned
 * @param counts what the audit says about the run, null when it could not be asked
 * @param figures what this process did, null when it made no call
 */
public record RunSummary(
    String account,
    Ending ending,
    @Nullable Run run,
    @Nullable Plan plan,
    RunCounts.@Nullable Counts counts,
    Tally.@Nullable Figures figures,
    Duration elapsed) {}
