/** Runs of a command: how they are planned, resumed and ended, and the guards they must pass. */
@NullMarked
package dev.sessioncleanup.runs;

import org.jspecify.annotations.NullMarked;
