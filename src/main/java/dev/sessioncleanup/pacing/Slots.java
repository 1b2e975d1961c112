package dev.sessioncleanup.pacing;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Grants slots to named claims: no grant, no send. All methods throw Spring's DataAccessException.
 */
public interface Slots {

  /**
   * Asks for slots; what is granted is committed with the claims' attempts and unanswered raised.
   */
  Grants ask(List<SlotRequest> requests);

  /** The clock that slots are placed by, microseconds since the epoch. */
  long clock();

  /**
   * PAVE asked for silence: holds every process of the account and lets the pace fall.
   *
   * @param slotMicros the slot of the request that was refused
   * @param retryAfter what PAVE asked for, null when it named no time
   */
  void slowDown(long slotMicros, @Nullable Duration retryAfter, String reason);
}
