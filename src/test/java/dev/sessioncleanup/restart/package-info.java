/** Starts the real program as a process, kills it, and compares its audit with PAVE's own log. */
@NullMarked
package dev.sessioncleanup.restart;

import org.jspecify.annotations.NullMarked;
