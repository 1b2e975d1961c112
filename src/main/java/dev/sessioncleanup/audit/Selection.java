package dev.sessioncleanup.audit;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which sessions a run is about.
 *
 * @param createdFrom inclusive; null when there is no lower bound
 * @param createdBefore exclusive; the run's frozen cutoff
 * @param floor nothing younger is touched, by the database's clock
 */
public record Selection(
    long runId,
    String account,
    @Nullable Instant createdFrom,
    Instant createdBefore,
    Duration floor) {}
