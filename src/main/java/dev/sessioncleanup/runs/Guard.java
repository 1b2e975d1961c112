package dev.sessioncleanup.runs;

import dev.sessioncleanup.settings.CleanupProperties;
import dev.sessioncleanup.settings.Share;
import java.math.BigDecimal;
import java.util.Optional;

/** Limits on the plan of a run, checked before the first call. */
public final class Guard {
  /** With fewer IDLE sessions in the account, the share is not applied. */
  public static final long MIN_IDLE_FOR_SHARE = 100;

  private final CleanupProperties.Guard limits;
  private final double maxShare;

  /**
   * @param maxShare replaces the value of the setting, 0 to 1
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
          ("%d sessions are planned, but cleanup.guard.max-count allows only %d. Nothing was sent."
                  + " Raise it, or plan fewer sessions with --limit.")
              .formatted(planned, limits.maxCount()));
    }
    if (idle >= MIN_IDLE_FOR_SHARE && Share.exceeded(planned, maxShare, idle)) {
      return Optional.of(
          ("%d of the account's %d IDLE sessions (%.0f%%) are planned, but cleanup.guard.max-share allows"
                  + " only a share of %s. Nothing was sent. If that is expected, as in a first run over a"
                  + " backlog, run again with --max-share %s, otherwise plan fewer sessions with --limit.")
              .formatted(
                  planned, idle, 100.0 * planned / idle, maxShare, smallestShare(planned, idle)));
    }
    return Optional.empty();
  }

  /** The smallest share, in hundredths, that allows the plan. */
  private static String smallestShare(long planned, long idle) {
    long hundredths = Math.min(100, Math.ceilDiv(100 * planned, idle));
    return BigDecimal.valueOf(hundredths, 2).stripTrailingZeros().toPlainString();
  }
}
