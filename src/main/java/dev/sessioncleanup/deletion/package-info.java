/** The way of one session, from its claim to its outcome. */
@NullMarked
package dev.sessioncleanup.deletion;

import org.jspecify.annotations.NullMarked;
