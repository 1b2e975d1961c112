package dev.sessioncleanup.job;

import dev.sessioncleanup.ledger.Claim;
import dev.sessioncleanup.sweep.ClaimBatch;
import dev.sessioncleanup.sweep.RunInProgress;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.batch.infrastructure.item.ItemReader;

/**
 * Reads by claiming sessions. It stores no offset: after a restart the audit shows what is left.
 */
final class ClaimReader implements ItemReader<ClaimBatch> {
  private final RunInProgress run;

  ClaimReader(RunInProgress run) {
    this.run = run;
  }

  @Override
  public @Nullable ClaimBatch read() {
    List<Claim> claims = run.nextClaims();
    return claims.isEmpty() ? null : new ClaimBatch(claims, List.of());
  }
}
