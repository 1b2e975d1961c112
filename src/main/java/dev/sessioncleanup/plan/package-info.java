/** What a run would do, shown before it starts, and plans that are saved for later. */
@NullMarked
package dev.sessioncleanup.plan;

import org.jspecify.annotations.NullMarked;
