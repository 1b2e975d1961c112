package dev.sessioncleanup.audit;

/**
 * What the ledger holds about a claim after an attempt to record its outcome.
 *
 * @param outcome as recorded, by whomever
 * @param inferred whether doubt remained
 */
public record Recorded(long auditId, Outcome outcome, boolean inferred) {}
