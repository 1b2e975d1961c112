/** The command track import: sessions from a file into the tracking table. */
@NullMarked
package dev.sessioncleanup.importing;

import org.jspecify.annotations.NullMarked;
