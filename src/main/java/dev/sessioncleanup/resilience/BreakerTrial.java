package dev.sessioncleanup.resilience;

import dev.sessioncleanup.settings.Share;
import java.util.HashSet;
import java.util.Set;

/**
 * What sessions from the other end of the run get for a reply, when those before got mostly
 * unexpected ones. Not safe for use by many threads.
 */
final class BreakerTrial {
  private final Set<String> waiting;
  private final double maxUnexpected;
  private int fine;
  private int unexpected;

  enum Verdict {
    UNDECIDED,
    /** Others get the replies that PAVE documents. */
    OTHERS_ARE_FINE,
    /** Others get such replies as well. */
    ALL_ARE_BAD,
    /** None of the sessions got a reply at all. */
    NO_REPLIES
  }

  BreakerTrial(Set<String> sessionKeys, double maxUnexpected) {
    this.waiting = new HashSet<>(sessionKeys);
    this.maxUnexpected = maxUnexpected;
  }

  /** Whether the session belongs to the trial and is not decided. */
  boolean waitsFor(String sessionKey) {
    return waiting.contains(sessionKey);
  }

  /** The first reply to a session counts. */
  BreakerTrial replied(String sessionKey, boolean asExpected) {
    if (waiting.remove(sessionKey)) {
      fine += asExpected ? 1 : 0;
      unexpected += asExpected ? 0 : 1;
    }
    return this;
  }

  /** Nothing more is tried for the session. */
  BreakerTrial gone(String sessionKey) {
    waiting.remove(sessionKey);
    return this;
  }

  Verdict verdict() {
    int replies = fine + unexpected;
    int all = replies + waiting.size();
    if (all == 0) {
      return Verdict.NO_REPLIES;
    }
    if (Share.exceeded(unexpected, maxUnexpected, all)) {
      return Verdict.ALL_ARE_BAD;
    }
    boolean mayChange = Share.exceeded(unexpected + waiting.size(), maxUnexpected, all);
    return mayChange ? Verdict.UNDECIDED : Verdict.OTHERS_ARE_FINE;
  }

  /** The replies as part of a sentence. */
  String text() {
    return "Other sessions were tried then, and %d of %d got such replies as well."
        .formatted(unexpected, fine + unexpected);
  }
}
