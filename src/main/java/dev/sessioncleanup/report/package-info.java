/** Audit reports: runs the queries in {@code db/report} and writes their results. */
@NullMarked
package dev.sessioncleanup.report;

import org.jspecify.annotations.NullMarked;
