package dev.sessioncleanup.ledger;

/**
 * The recorded outcome of a claim.
 *
 * @param runId the run that the row counts for
 * @param outcome as recorded, by any process
 * @param inferred whether the evidence is inferred, not confirmed
 */
public record RecordedOutcome(long auditId, long runId, Outcome outcome, boolean inferred) {}
