package dev.sessioncleanup.pacing;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rate limiter that all processes of an account share through the database. It grants slots to
 * claims. A call without a granted slot is never sent. Every method throws Spring's
 * DataAccessException.
 */
public interface RateLimiter {

  /**
   * Requests slots. Granted slots are committed, together with the raised counts {@code attempts}
   * and {@code unanswered} of their claims.
   *
   * @param lead how far ahead of the server's clock the first slot starts at least, nanoseconds;
   *     less than the 100 ms within which slots are granted
   */
  GrantReply ask(List<SlotRequest> requests, long lead);

  /** The server's clock, which slots are based on, microseconds since the epoch. */
  long clock();

  /**
   * PAVE asked to slow down: stops every process of the account for a while and reduces the pace.
   *
   * @param slotMicros the slot of the request that was throttled
   * @param retryAfter how long PAVE asks to wait, null when it did not say
   */
  void slowDown(long slotMicros, @Nullable Duration retryAfter, String reason);
}
