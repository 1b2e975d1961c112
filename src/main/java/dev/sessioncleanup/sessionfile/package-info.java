/** Files of sessions: CSV and newline-delimited JSON. */
@NullMarked
package dev.sessioncleanup.sessionfile;

import org.jspecify.annotations.NullMarked;
