/** The command check: what would keep the next sweep from working, and how to mend it. */
@NullMarked
package dev.sessioncleanup.check;

import org.jspecify.annotations.NullMarked;
