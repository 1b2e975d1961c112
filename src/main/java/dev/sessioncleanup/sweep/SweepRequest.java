package dev.sessioncleanup.sweep;

import dev.sessioncleanup.runs.RunCommand;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One command: a run for each account.
 *
 * @param createdFrom inclusive, null for a sweep
 * @param createdTo exclusive, null for a sweep
 * @param plan the saved plan to carry out, null when there is none
 */
public record SweepRequest(
    List<String> accounts,
    @Nullable Instant createdFrom,
    @Nullable Instant createdTo,
    RunOptions options,
    @Nullable Long plan) {
  public SweepRequest {
    accounts = List.copyOf(accounts);
  }

  /** A request without a saved plan. */
  public SweepRequest(
      List<String> accounts,
      @Nullable Instant createdFrom,
      @Nullable Instant createdTo,
      RunOptions options) {
    this(accounts, createdFrom, createdTo, options, null);
  }

  RunCommand command(String account) {
    if (plan != null) {
      return RunCommand.plan(account, plan);
    }
    return createdFrom == null || createdTo == null
        ? RunCommand.sweep(account, options.dryRun())
        : RunCommand.backfill(account, options.dryRun(), createdFrom, createdTo);
  }

  /** Whether it is no sweep. */
  public boolean isBackfill() {
    return createdFrom != null || plan != null;
  }
}
