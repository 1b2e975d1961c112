/** How values of ours pass through the database driver. */
@NullMarked
package dev.sessioncleanup.jdbc;

import org.jspecify.annotations.NullMarked;
