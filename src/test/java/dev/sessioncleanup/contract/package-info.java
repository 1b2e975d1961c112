/**
 * What every implementation of the ports over the database must do: the real tables, and those of
 * the simulation.
 */
@NullMarked
package dev.sessioncleanup.contract;

import org.jspecify.annotations.NullMarked;
