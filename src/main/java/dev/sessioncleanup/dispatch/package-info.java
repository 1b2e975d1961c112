/** The dispatcher, which gives workers their slots, and the prober. */
@NullMarked
package dev.sessioncleanup.dispatch;

import org.jspecify.annotations.NullMarked;
