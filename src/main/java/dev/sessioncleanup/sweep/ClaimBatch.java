package dev.sessioncleanup.sweep;

import dev.sessioncleanup.ledger.Claim;
import dev.sessioncleanup.ledger.Finding;
import java.util.List;

/**
 * The item of the chunk step: the claims of one statement, about two seconds of work.
 *
 * @param findings outcomes that need no call to PAVE
 */
public record ClaimBatch(List<Claim> claims, List<Finding> findings) {
  public ClaimBatch {
    claims = List.copyOf(claims);
    findings = List.copyOf(findings);
  }
}
