/** The tables of this program: their version, and how they are created and brought up to date. */
@NullMarked
package dev.sessioncleanup.schema;

import org.jspecify.annotations.NullMarked;
