package dev.sessioncleanup.runs;

import dev.sessioncleanup.ledger.Selection;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A row of {@code cleanup_run}.
 *
 * @param createdBefore the frozen cutoff
 * @param resumed whether an earlier process started it
 */
public record Run(
    long runId,
    RunCommand command,
    Instant createdBefore,
    RunState state,
    @Nullable String reason,
    boolean resumed) {

  public String account() {
    return command.account();
  }

  /** The sessions that the run selects. */
  public Selection selection(Duration floor) {
    return new Selection(runId, account(), command.createdFrom(), createdBefore, floor);
  }
}
