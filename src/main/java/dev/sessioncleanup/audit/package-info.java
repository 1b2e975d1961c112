/** The ledger: claims, grants, outcomes, take-over, runs and guards. */
@NullMarked
package dev.sessioncleanup.audit;

import org.jspecify.annotations.NullMarked;
