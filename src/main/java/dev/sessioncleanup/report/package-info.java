/** What operators ask: runs the queries in {@code db/report} and writes their answers. */
@NullMarked
package dev.sessioncleanup.report;

import org.jspecify.annotations.NullMarked;
