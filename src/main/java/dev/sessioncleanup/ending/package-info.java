/** How a command ended, reported to Kubernetes and to a dead man's switch. */
@NullMarked
package dev.sessioncleanup.ending;

import org.jspecify.annotations.NullMarked;
