/** The command hold: sessions that must not be deleted. */
@NullMarked
package dev.sessioncleanup.hold;

import org.jspecify.annotations.NullMarked;
