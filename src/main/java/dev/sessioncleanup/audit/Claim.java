package dev.sessioncleanup.audit;

/**
 * An open audit row that a process holds, as the database knows it.
 *
 * @param runId the run it was claimed in, also after a take-over
 * @param revision raised by each change of the row
 * @param attempts DELETE calls granted for it
 * @param unanswered calls whose effect at PAVE is unknown
 * @param failures attempts that count toward the maximum
 */
public record Claim(
    long auditId,
    long runId,
    String sessionKey,
    int revision,
    int attempts,
    int unanswered,
    int failures) {

  /** The claim after a slot was granted for a DELETE. */
  public Claim granted() {
    return new Claim(
        auditId, runId, sessionKey, revision + 1, attempts + 1, unanswered + 1, failures);
  }

  /** The claim after a change that left its counts as they were. */
  public Claim touched() {
    return new Claim(auditId, runId, sessionKey, revision + 1, attempts, unanswered, failures);
  }
}
