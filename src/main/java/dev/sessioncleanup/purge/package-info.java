/** Removes audit rows past retention. */
@NullMarked
package dev.sessioncleanup.purge;

import org.jspecify.annotations.NullMarked;
