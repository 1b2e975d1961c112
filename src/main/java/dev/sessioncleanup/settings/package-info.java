/** What can be set, and how a wrong setting is refused. */
@NullMarked
package dev.sessioncleanup.settings;

import org.jspecify.annotations.NullMarked;
