/** Typed settings, and the checks that refuse invalid ones. */
@NullMarked
package dev.sessioncleanup.settings;

import org.jspecify.annotations.NullMarked;
