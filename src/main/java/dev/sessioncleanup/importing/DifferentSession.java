package dev.sessioncleanup.importing;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A session about which a file and the tracking table differ.
 *
 * @param tracked its tracked status; null where it is not tracked
 * @param inFile its status in the file; null where the file does not hold it
 * @param time see {@link Difference#time}
 */
record DifferentSession(
    String key,
    @Nullable String account,
    @Nullable String tracked,
    @Nullable String inFile,
    @Nullable Instant time) {}
