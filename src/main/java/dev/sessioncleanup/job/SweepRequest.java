package dev.sessioncleanup.job;

import dev.sessioncleanup.audit.RunCommand;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One command: a run for each account.
 *
 * @param createdFrom inclusive, null for a sweep
 * @param createdTo exclusive, null for a sweep
 */
public record SweepRequest(
    List<String> accounts,
    @Nullable Instant createdFrom,
    @Nullable Instant createdTo,
    RunOptions options) {
  public SweepRequest {
    accounts = List.copyOf(accounts);
  }

  RunCommand command(String account) {
    return createdFrom == null || createdTo == null
        ? RunCommand.sweep(account, options.dryRun())
        : RunCommand.backfill(account, options.dryRun(), createdFrom, createdTo);
  }

  boolean isBackfill() {
    return createdFrom != null;
  }
}
