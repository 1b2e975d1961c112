package dev.sessioncleanup.job;

import dev.sessioncleanup.ledger.Claim;
import dev.sessioncleanup.ledger.Finding;
import dev.sessioncleanup.ledger.Outcome;
import dev.sessioncleanup.pave.SessionKey;
import dev.sessioncleanup.sweep.ClaimBatch;
import dev.sessioncleanup.sweep.RunInProgress;
import dev.sessioncleanup.tracking.Standing;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.springframework.batch.infrastructure.item.ItemProcessor;

/**
 * Filters out sessions that are no longer IDLE, are on hold, or have a key that cannot be sent. The
 * grant checks again right before each call.
 */
final class StaleSessionFilter implements ItemProcessor<ClaimBatch, ClaimBatch> {
  private final RunInProgress run;

  StaleSessionFilter(RunInProgress run) {
    this.run = run;
  }

  @Override
  public ClaimBatch process(ClaimBatch batch) {
    Map<String, Standing> standings =
        run.standings(batch.claims().stream().map(Claim::sessionKey).toList());
    List<Claim> claims = new ArrayList<>();
    List<Finding> findings = new ArrayList<>();
    for (Claim claim : batch.claims()) {
      Standing standing = standings.getOrDefault(claim.sessionKey(), Standing.NOT_IDLE);
      String problem = SessionKey.problem(claim.sessionKey());
      if (problem != null) {
        String detail = problem + "; PAVE cannot be asked about it. Correct the tracking row.";
        findings.add(Finding.withoutCall(claim, Outcome.FAILED, detail));
      } else if (standing == Standing.HELD) {
        findings.add(Finding.withoutCall(claim, Outcome.HELD, "on hold"));
      } else if (standing == Standing.NOT_IDLE) {
        String detail = "the tracking database no longer says IDLE";
        findings.add(Finding.withoutCall(claim, Outcome.NOT_IDLE, detail));
      } else {
        claims.add(claim);
      }
    }
    return new ClaimBatch(claims, findings);
  }
}
