package dev.sessioncleanup.audit;

import dev.sessioncleanup.settings.CleanupProperties;
import dev.sessioncleanup.settings.Share;
import java.math.BigDecimal;
import java.util.Optional;

/** What a plan must not cross before the first call. */
public final class Guard {
  private static final long SMALL = 100;

  private final CleanupProperties.Guard limits;
  private final double maxShare;

  /**
   * @param maxShare in place of the setting's, 0 to 1
   */
  public Guard(CleanupProperties.Guard limits, double maxShare) {
    this.limits = limits;
    this.maxShare = maxShare;
  }

  /**
   * Why a plan must not be carried out.
   *
   * @param planned sessions of the whole run, those already claimed included
   * @param idle the account's tracked sessions that are IDLE and unsettled
   */
  public Optional<String> objection(long planned, long idle) {
    if (planned > limits.maxCount()) {
      return Optional.of(
          ("%d sessions are planned, more than the %d of cleanup.guard.max-count; nothing was sent."
                  + " Raise it, or take fewer with --limit.")
              .formatted(planned, limits.maxCount()));
    }
    if (idle >= SMALL && Share.exceeded(planned, maxShare, idle)) {
      return Optional.of(
          ("%d of the account's %d IDLE sessions (%.0f%%) are planned, more than the share of %s of"
                  + " cleanup.guard.max-share; nothing was sent. If that is right, as in a first run"
                  + " over a backlog, run again with --max-share %s, or take fewer with --limit.")
              .formatted(planned, idle, 100.0 * planned / idle, maxShare, enough(planned, idle)));
    }
    return Optional.empty();
  }

  /** The smallest share in hundredths that lets the plan through. */
  private static String enough(long planned, long idle) {
    long hundredths = Math.min(100, Math.ceilDiv(100 * planned, idle));
    return BigDecimal.valueOf(hundredths, 2).stripTrailingZeros().toPlainString();
  }
}
