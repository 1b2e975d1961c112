/** The audit of a run or of a period as one HTML page that needs nothing else. */
@NullMarked
package dev.sessioncleanup.page;

import org.jspecify.annotations.NullMarked;
