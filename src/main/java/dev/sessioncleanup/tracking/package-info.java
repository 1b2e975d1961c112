/** Sessions as the tracking application knows them. */
@NullMarked
package dev.sessioncleanup.tracking;

import org.jspecify.annotations.NullMarked;
