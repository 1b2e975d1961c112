/** Tests of the schema's version and of its scripts. */
@NullMarked
package dev.sessioncleanup.schema;

import org.jspecify.annotations.NullMarked;
