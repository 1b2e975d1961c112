/** What stands on the HTML page of the audit: its sections, and the statements behind them. */
@NullMarked
package dev.sessioncleanup.section;

import org.jspecify.annotations.NullMarked;
