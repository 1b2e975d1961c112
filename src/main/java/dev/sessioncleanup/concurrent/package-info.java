/** Threads, waiting and monotonic time as a port, so that a simulation can own them. */
@NullMarked
package dev.sessioncleanup.concurrent;

import org.jspecify.annotations.NullMarked;
