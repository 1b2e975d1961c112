/** Sessions in the table of the tracking application. */
@NullMarked
package dev.sessioncleanup.tracking;

import org.jspecify.annotations.NullMarked;
