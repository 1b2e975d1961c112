/** What the next run would do with each session, and why: the command explain and dry runs. */
@NullMarked
package dev.sessioncleanup.explain;

import org.jspecify.annotations.NullMarked;
