/** The Spring Batch job: reader, processor, writer, start and restart. */
@NullMarked
package dev.sessioncleanup.job;

import org.jspecify.annotations.NullMarked;
