/** Whether calls to PAVE may be made: outages, credentials, concurrency. */
@NullMarked
package dev.sessioncleanup.availability;

import org.jspecify.annotations.NullMarked;
