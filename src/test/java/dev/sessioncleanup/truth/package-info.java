/** Compares the program's audit with the log of the simulated PAVE. */
@NullMarked
package dev.sessioncleanup.truth;

import org.jspecify.annotations.NullMarked;
