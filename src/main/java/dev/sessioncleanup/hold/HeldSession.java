package dev.sessioncleanup.hold;

import org.jspecify.annotations.Nullable;

/**
 * What is known of a session that was put on hold.
 *
 * @param outcome of a session that is settled already, in words; null while it is not
 * @param claimedByRun the run that has claimed the session and not recorded its outcome yet
 * @param attempts the DELETE calls of that claim
 */
record HeldSession(
    String key,
    boolean tracked,
    @Nullable String outcome,
    @Nullable Long claimedByRun,
    int attempts) {}
