/** External programs that some tests need. */
@NullMarked
package dev.sessioncleanup.programs;

import org.jspecify.annotations.NullMarked;
