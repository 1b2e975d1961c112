/** PAVE as its documentation describes it, misbehaving on demand and keeping a true log. */
@NullMarked
package dev.sessioncleanup.simulator;

import org.jspecify.annotations.NullMarked;
