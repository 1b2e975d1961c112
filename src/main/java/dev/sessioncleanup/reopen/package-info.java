/** Operators' decisions to make settled sessions eligible again, and to put sessions in doubt. */
@NullMarked
package dev.sessioncleanup.reopen;

import org.jspecify.annotations.NullMarked;
