/** A run in flight: one worker per claim, and the parts that all workers share. */
@NullMarked
package dev.sessioncleanup.engine;

import org.jspecify.annotations.NullMarked;
