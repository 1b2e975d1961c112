/** The program's entry point. */
@NullMarked
package dev.sessioncleanup;

import org.jspecify.annotations.NullMarked;
