/** The rate limiter, which all processes of an account share through the database. */
@NullMarked
package dev.sessioncleanup.pacing;

import org.jspecify.annotations.NullMarked;
