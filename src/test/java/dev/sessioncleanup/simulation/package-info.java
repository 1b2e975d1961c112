/**
 * The real engine with simulated ports and a seeded scheduler: the same seed repeats the same run.
 */
@NullMarked
package dev.sessioncleanup.simulation;

import org.jspecify.annotations.NullMarked;
