/** A simulator of PAVE as documented, with faults on demand and a log of all requests. */
@NullMarked
package dev.sessioncleanup.simulator;

import org.jspecify.annotations.NullMarked;
