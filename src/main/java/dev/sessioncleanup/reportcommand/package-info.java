/** The command report: its options, its output and its subcommands. */
@NullMarked
package dev.sessioncleanup.reportcommand;

import org.jspecify.annotations.NullMarked;
