package dev.sessioncleanup.reopen;

import dev.sessioncleanup.text.VisibleText;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A session that somebody wants to reopen.
 *
 * @param status in the tracking database, empty when it is not tracked
 * @param outcome the last recorded one with its evidence, null when there is none
 */
record Candidate(
    String sessionKey,
    State state,
    String status,
    boolean onHold,
    @Nullable String outcome,
    @Nullable Long runId,
    @Nullable Instant recordedAt) {

  enum State {
    /** It can be reopened. */
    SETTLED,
    /** It is eligible already. */
    UNSETTLED,
    /** PAVE confirmed that our DELETE removed it. */
    REMOVED,
    /** A run works on it, or has left its claim open. */
    CLAIMED,
    /** Its tracked row is gone. */
    UNTRACKED,
    /** Neither tracked nor in the audit. */
    UNKNOWN
  }

  /** Why it cannot be reopened, and what to do; null when it can, or is eligible already. */
  @Nullable String obstacle() {
    return switch (state) {
      case SETTLED, UNSETTLED -> null;
      case REMOVED ->
          "PAVE confirmed its removal (run %d). A removed session does not come back."
              .formatted(runId);
      case CLAIMED ->
          "a claim is open. Wait for its run to end; report open-claims shows which one it is.";
      case UNTRACKED ->
          "it is no longer tracked. It can be reopened after tracked_session has its row again.";
      case UNKNOWN -> "there is no such session in tracked_session or in the audit.";
    };
  }

  /** What is recorded of it. */
  String record() {
    return outcome == null
        ? "settled; its audit rows have been purged"
        : "%s, run %d, %s".formatted(outcome, runId, VisibleText.of(recordedAt));
  }
}
