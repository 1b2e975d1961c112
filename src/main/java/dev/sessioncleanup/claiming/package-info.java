/** Supplies a run with claims, and decides when it has done its work. */
@NullMarked
package dev.sessioncleanup.claiming;

import org.jspecify.annotations.NullMarked;
