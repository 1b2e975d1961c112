/** Standard output that reports its failures. */
@NullMarked
package dev.sessioncleanup.console;

import org.jspecify.annotations.NullMarked;
