package dev.sessioncleanup.ledger;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The sessions that a run selects.
 *
 * @param createdFrom inclusive; null when there is no lower bound
 * @param createdBefore exclusive; the run's frozen cutoff
 * @param floor minimum age by the database's clock; younger sessions are never touched
 */
public record Selection(
    long runId,
    String account,
    @Nullable Instant createdFrom,
    Instant createdBefore,
    Duration floor) {}
