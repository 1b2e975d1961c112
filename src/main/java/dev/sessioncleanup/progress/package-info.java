/** How the progress of runs is written: the words, and a live display on a terminal. */
@NullMarked
package dev.sessioncleanup.progress;

import org.jspecify.annotations.NullMarked;
