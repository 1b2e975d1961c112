package dev.sessioncleanup.ledger;

/**
 * An open audit row that belongs to a process, as last read from the database.
 *
 * @param runId the run it was claimed in, also after a take-over
 * @param revision increased by each change of the row
 * @param attempts DELETE calls granted for it
 * @param unanswered calls whose effect at PAVE is unknown
 * @param failures attempts that count toward the maximum
 * @param failedBefore whether the session failed in an earlier run
 */
public record Claim(
    long auditId,
    long runId,
    String sessionKey,
    int revision,
    int attempts,
    int unanswered,
    int failures,
    boolean failedBefore) {

  /** The claim after a slot was granted for a DELETE. */
  public Claim granted() {
    return new Claim(
        auditId,
        runId,
        sessionKey,
        revision + 1,
        attempts + 1,
        unanswered + 1,
        failures,
        failedBefore);
  }

  /** The claim with this number of failures, which may not be written yet. */
  public Claim withFailures(int all) {
    return new Claim(auditId, runId, sessionKey, revision, attempts, unanswered, all, failedBefore);
  }

  /** The claim after a change that did not change its counts. */
  public Claim touched() {
    return new Claim(
        auditId, runId, sessionKey, revision + 1, attempts, unanswered, failures, failedBefore);
  }
}
