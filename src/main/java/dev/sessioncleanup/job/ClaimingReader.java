package dev.sessioncleanup.job;

import org.jspecify.annotations.Nullable;
import org.springframework.batch.infrastructure.item.ItemReader;

/** Reads by claiming. It keeps no offset: after a restart the audit tells what is left. */
final class ClaimingReader implements ItemReader<Claims> {
  private final RunContext context;

  ClaimingReader(RunContext context) {
    this.context = context;
  }

  @Override
  public @Nullable Claims read() throws InterruptedException {
    var claims = context.supply().next();
    return claims.isEmpty() ? null : new Claims(claims);
  }
}
