/** The roles of the database and their rights, as db/roles.sql gives them. */
@NullMarked
package dev.sessioncleanup.roles;

import org.jspecify.annotations.NullMarked;
