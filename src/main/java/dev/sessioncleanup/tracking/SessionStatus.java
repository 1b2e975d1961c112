package dev.sessioncleanup.tracking;

import java.util.Set;

/**
 * PAVE's names for the status of a session.
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
   * Whether the status is documented, and a session with it is not IDLE and never will be again.
   */
  public static boolean isBeyondIdle(String status) {
    return BEYOND_IDLE.contains(status);
  }
}
