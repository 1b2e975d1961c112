package dev.sessioncleanup.ledger;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Counts the sessions that can be claimed and those that are left. The conditions are those of the
 * claim, but locked rows are counted too. Every method throws Spring's DataAccessException.
 */
public interface Backlog {

  /**
   * The sessions that are eligible at the moment; also those whose claim a run releases first, as
   * nothing was sent for it and its run was cancelled.
   */
  Eligible eligible(Selection selection);

  /** The sessions that a run does not touch, and the base of cleanup.guard.max-share. */
  LeftAlone leftAlone(Selection selection);

  /**
   * The number of claims of dead processes, from other runs, that a run over this selection would
   * finish. Those that it releases do not count.
   */
  long orphans(Selection selection);

  /**
   * The sessions and claims that are left, in one query: between two queries another process could
   * claim eligible sessions, or release claims.
   */
  Left left(Selection selection);

  /** {@code oldest} and {@code newest} are null when nothing is eligible. */
  record Eligible(long count, @Nullable Instant oldest, @Nullable Instant newest) {}

  /**
   * @param idle all tracked sessions of the account that are IDLE and unsettled
   * @param notIdle in the selection, tracked with a status other than IDLE and unsettled; {@link
   *     #COUNTED} + 1 for any larger number, so that a run starts at once however many there are
   * @param onHold in the selection, on hold
   */
  record LeftAlone(long idle, long notIdle, long onHold) {
    public static final int COUNTED = 100_000;

    public String text() {
      return "%s not IDLE, %d on hold"
          .formatted(notIdle > COUNTED ? "over " + COUNTED : notIdle, onHold);
    }
  }

  /**
   * @param eligible sessions that may be claimed, locked ones included
   * @param own open claims of this process
   * @param others open claims of other processes that this run waits for or takes over
   * @param progress a checksum that changes whenever others make progress with their claims
   */
  record Left(long eligible, long own, long others, long progress) {}
}
