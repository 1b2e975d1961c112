/** Shows runs to operators, and pauses, resumes, cancels and slows them from another process. */
@NullMarked
package dev.sessioncleanup.operator;

import org.jspecify.annotations.NullMarked;
