/**
 * Real PostgreSQL for tests: one shared server for all of them, and servers of one's own to break.
 */
@NullMarked
package dev.sessioncleanup.database;

import org.jspecify.annotations.NullMarked;
