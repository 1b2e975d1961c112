package dev.sessioncleanup.resilience;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Detects that PAVE answers no DELETE, although it may answer GET. A session is in doubt when its
 * DELETE got no reply or was throttled, and no DELETE that was sent later was answered. Five
 * sessions in doubt make an outage. Then one session at a time is tried, with growing pauses, first
 * those that were not tried before. If none of them is left and PAVE answered a DELETE before, the
 * sessions are the cause and there is no outage. Not safe for use by many threads.
 */
public final class DeleteOutage {
  private static final int SESSIONS_FOR_OUTAGE = 5;
  private static final int SHORT_PAUSES = 10;
  private static final long FIRST_PAUSE = TimeUnit.SECONDS.toNanos(1);
  private static final long LONGEST_PAUSE = TimeUnit.SECONDS.toNanos(30);
  private static final long WAIT_FOR_UNTRIED = TimeUnit.SECONDS.toNanos(5);

  private final Map<String, Long> inDoubt = new HashMap<>();
  private final Set<String> bad = new HashSet<>();
  private final Set<String> untried = new HashSet<>();
  private boolean noneUntried;
  private String trial = "";
  private int failedTrials;
  private long nextTrial;
  private long lastAnswered;

  /** Whether there is an outage of DELETE. */
  public boolean suspected() {
    return inDoubt.size() >= SESSIONS_FOR_OUTAGE;
  }

  /**
   * A DELETE was answered, and not throttled.
   *
   * @param call its number in the order of sending
   */
  public void answered(long call) {
    lastAnswered = Math.max(lastAnswered, call);
    inDoubt.entrySet().removeIf(session -> session.getValue() < call && bad.add(session.getKey()));
    endIfOver();
  }

  /** A DELETE of a session got no reply or was throttled, at this time of the monotonic clock. */
  public void failed(String sessionKey, long call, long now) {
    boolean before = suspected();
    if (call < lastAnswered) {
      bad.add(sessionKey);
    } else if (!bad.contains(sessionKey)) {
      inDoubt.put(sessionKey, call);
    }
    if (suspected() && !before) {
      nextTrial = now;
    }
  }

  /** The session of the trial was called, which did not show that PAVE answers DELETE. */
  public void trialFailed(String sessionKey, long now) {
    untried.remove(sessionKey);
    if (trial.equals(sessionKey)) {
      trial = "";
      int doublings = Math.clamp(++failedTrials - SHORT_PAUSES, 0, 10);
      nextTrial = now + Math.min(LONGEST_PAUSE, FIRST_PAUSE << doublings);
    }
  }

  /** Whether sessions that were not tried before are wanted for trials. */
  public boolean wantsUntried() {
    return suspected() && untried.isEmpty() && !noneUntried;
  }

  /** These sessions were not tried before; empty when there is none. */
  public void begin(Set<String> sessionKeys) {
    if (sessionKeys.isEmpty() && lastAnswered > 0) {
      bad.addAll(inDoubt.keySet());
      inDoubt.clear();
    }
    noneUntried = sessionKeys.isEmpty();
    untried.addAll(sessionKeys);
    endIfOver();
  }

  /** Whether this session may be called now; in an outage this makes it the session of a trial. */
  public boolean lets(String sessionKey, long now) {
    if (!suspected() || trial.equals(sessionKey)) {
      return true;
    }
    long waited = now - nextTrial;
    boolean first = untried.contains(sessionKey) || noneUntried || waited >= WAIT_FOR_UNTRIED;
    if (trial.isEmpty() && waited >= 0 && first) {
      trial = sessionKey;
      return true;
    }
    return false;
  }

  /** The session cannot be called now for another reason, so another one may be tried. */
  public void unavailable(String sessionKey) {
    if (trial.equals(sessionKey)) {
      trial = "";
    }
  }

  /** The run makes no more calls for the session. */
  public void gone(String sessionKey) {
    unavailable(sessionKey);
    untried.remove(sessionKey);
    bad.remove(sessionKey);
    inDoubt.remove(sessionKey);
    endIfOver();
  }

  private void endIfOver() {
    if (!suspected()) {
      noneUntried = false;
      untried.clear();
      trial = "";
      failedTrials = 0;
    }
  }
}
