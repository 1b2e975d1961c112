/**
 * The connection to PostgreSQL: transient faults, the schema version, and the advisory lock of each
 * process.
 */
@NullMarked
package dev.sessioncleanup.database;

import org.jspecify.annotations.NullMarked;
