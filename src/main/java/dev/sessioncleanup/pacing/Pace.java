package dev.sessioncleanup.pacing;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How fast the account may be asked at the moment, whichever process was asked to slow down.
 *
 * @param share of the ceiling, more than 0 and at most 1
 * @param heldUntil until when nothing is sent, on the server's clock; null when something may be
 * @param reason what PAVE said when it last asked for silence, null when it never did
 */
public record Pace(double share, @Nullable Instant heldUntil, @Nullable String reason) {
  /** Nothing holds it. */
  public static final Pace FULL = new Pace(1, null, null);
}
