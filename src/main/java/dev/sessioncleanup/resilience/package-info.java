/**
 * Decisions about retries, outages, concurrency and when to give up: no threads, no I/O, no clock.
 */
@NullMarked
package dev.sessioncleanup.resilience;

import org.jspecify.annotations.NullMarked;
