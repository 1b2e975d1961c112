package dev.sessioncleanup.tracking;

import java.util.Set;

/**
 * PAVE's words for where a session stands in its lifecycle.
 *
 * <p>Source: PAVE's developer documentation, User Session Lifecycle, and the dashboard guide
 * (CAPTURED, WAITING CONFIRM).
 */
public final class SessionStatus {
  public static final String IDLE = "IDLE";

  private static final Set<String> BEYOND_IDLE =
      Set.of(
          "STARTED",
          "PROCESS",
          "QC_PASSED",
          "CONFIRM",
          "COMPLETE",
          "EXPIRED",
          "INVALID",
          "CAPTURED",
          "WAITING CONFIRM",
          "WAITING_CONFIRM");

  private SessionStatus() {}

  /**
   * Whether the word is documented and means that the session is not IDLE and never will be again.
   */
  public static boolean isBeyondIdle(String word) {
    return BEYOND_IDLE.contains(word);
  }
}
