/** How the program is started: commands, exit codes, progress. */
@NullMarked
package dev.sessioncleanup.cli;

import org.jspecify.annotations.NullMarked;
