/** Seals over the outcomes of runs: writes them when a run has ended, and verifies them. */
@NullMarked
package dev.sessioncleanup.seal;

import org.jspecify.annotations.NullMarked;
