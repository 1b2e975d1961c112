/** The remote API: signed requests to PAVE, and what its replies prove. */
@NullMarked
package dev.sessioncleanup.pave;

import org.jspecify.annotations.NullMarked;
