package dev.sessioncleanup.audit;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A row of {@code cleanup_run}.
 *
 * @param createdBefore the frozen cutoff
 * @param resumed whether an earlier process began it
 */
public record Run(
    long runId,
    RunCommand command,
    Instant createdBefore,
    RunState state,
    @Nullable String reason,
    @Nullable Long plannedCount,
    boolean resumed) {

  public String account() {
    return command.account();
  }

  /** The sessions it is about. */
  public Selection selection(Duration floor) {
    return new Selection(runId, account(), command.createdFrom(), createdBefore, floor);
  }
}
