package dev.sessioncleanup.sessionfile;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A session as one line of a file describes it.
 *
 * @param line where it begins, from 1
 * @param account null when neither the line nor {@code --account} names one
 */
public record FileSession(
    long line,
    String key,
    @Nullable String account,
    String status,
    Instant createdAt,
    @Nullable Instant updatedAt) {}
