/** When the next call may go. */
@NullMarked
package dev.sessioncleanup.pacing;

import org.jspecify.annotations.NullMarked;
