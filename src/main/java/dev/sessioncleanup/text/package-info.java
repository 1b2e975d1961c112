/** Text for people: counts in words, and values that are safe to show on a terminal. */
@NullMarked
package dev.sessioncleanup.text;

import org.jspecify.annotations.NullMarked;
