package dev.sessioncleanup.pacing;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How fast an account may send at the moment. All processes of the account share it.
 *
 * @param share of the ceiling, more than 0 and at most 1
 * @param throttledUntil until when nothing may be sent, on the server's clock; null when calls may
 *     be sent
 * @param reason PAVE's last reply that asked to slow down, null when there was none
 */
public record Pace(double share, @Nullable Instant throttledUntil, @Nullable String reason) {
  /** The whole ceiling. */
  public static final Pace FULL = new Pace(1, null, null);
}
