/** The remote API: signed requests to PAVE, and what its replies prove about a session. */
@NullMarked
package dev.sessioncleanup.pave;

import org.jspecify.annotations.NullMarked;
