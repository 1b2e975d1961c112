/** The evidence pack: a period's audit in one file that can be checked without this program. */
@NullMarked
package dev.sessioncleanup.pack;

import org.jspecify.annotations.NullMarked;
