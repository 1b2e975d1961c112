/** Plans, carries out and ends the runs of a command. */
@NullMarked
package dev.sessioncleanup.sweep;

import org.jspecify.annotations.NullMarked;
