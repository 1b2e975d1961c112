/** The summary of a command's runs, as text and as JSON, and its exit code. */
@NullMarked
package dev.sessioncleanup.summary;

import org.jspecify.annotations.NullMarked;
