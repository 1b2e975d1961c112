/** What a command outside {@code cli} needs from the program: its database and its input. */
@NullMarked
package dev.sessioncleanup.command;

import org.jspecify.annotations.NullMarked;
