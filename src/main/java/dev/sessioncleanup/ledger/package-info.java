/** The audit table: claims, outcomes, release and take-over. */
@NullMarked
package dev.sessioncleanup.ledger;

import org.jspecify.annotations.NullMarked;
