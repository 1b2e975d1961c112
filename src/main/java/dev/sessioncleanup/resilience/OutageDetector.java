package dev.sessioncleanup.resilience;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Distinguishes an outage of PAVE from single sessions that PAVE never answers. Calls are compared
 * in the order in which they were sent, not in the order in which they ended: a slow reply to a
 * call that was sent before an outage says nothing about the outage.
 *
 * <p>Consecutive unanswered calls are decided together, as soon as all of them have ended and a
 * later call was answered. Fewer than five are caused by their sessions. Five or more are a
 * possible outage, which costs each session no attempt the first time. Five unanswered calls after
 * the last answered one stop all calls, and a probe is sent. If the probe gets no reply either, the
 * outage is certain, and its calls cost no attempts. Not safe for use by many threads.
 */
public final class OutageDetector {
  private static final int UNANSWERED_FOR_OUTAGE = 5;
  private static final long LONGEST_UNDECIDED = TimeUnit.SECONDS.toNanos(1);

  private final CallHistory calls = new CallHistory();
  private boolean outageSeen;
  private long outageFrom = 1;
  private long outageTo;

  /** The cause of a call without a reply. */
  public enum Cause {
    /** The session: PAVE answered calls that were sent before and after it. */
    SESSION,
    /** An outage that a probe has confirmed. */
    OUTAGE,
    /** Five or more calls in a row, but the first probe was answered. */
    POSSIBLE_OUTAGE
  }

  /** A call is about to be sent; returns its number. */
  public long sent() {
    return calls.sent();
  }

  /**
   * The call was answered, with any reply; returns the calls that are decided by that, by number.
   */
  public Map<Long, Cause> answered(long number) {
    if (outageSeen && number > outageTo) {
      outageSeen = false;
      outageTo = number;
    }
    calls.answered(number);
    return decide();
  }

  /**
   * The call ended without a reply; returns the calls that are decided by that, possibly this one.
   *
   * @param now nanoseconds of the monotonic clock
   */
  public Map<Long, Cause> unanswered(long number, long now) {
    if (number >= outageFrom && number <= (outageSeen ? calls.lastNumber() : outageTo)) {
      calls.forget(number);
      Map<Long, Cause> decided = new HashMap<>(decide());
      decided.put(number, Cause.OUTAGE);
      return decided;
    }
    calls.unanswered(number, now);
    return decide();
  }

  /** A probe got no reply: the outage is certain; returns the calls that are decided by that. */
  public Map<Long, Cause> probeUnanswered(long number) {
    calls.forget(number);
    if (!outageSeen) {
      outageFrom = Math.min(number, calls.firstAfterLastAnswer(number));
    }
    outageSeen = true;
    outageTo = number;
    Map<Long, Cause> decided = new HashMap<>();
    calls.unansweredAfterLastAnswer().forEach(call -> decided.put(call.getKey(), Cause.OUTAGE));
    calls.decided(decided.keySet());
    return decided;
  }

  /** Whether only probes may be sent. */
  public boolean outage() {
    return outageSeen
        || (calls.unanswered() >= UNANSWERED_FOR_OUTAGE
            && calls.unansweredAfterLastAnswer().size() >= UNANSWERED_FOR_OUTAGE);
  }

  /** When a probe is due if nothing else happens; the argument when none is due. */
  public long probeDue(long otherwise) {
    return calls.unanswered() == 0
        ? otherwise
        : calls.unansweredAfterLastAnswer().stream()
            .mapToLong(call -> call.getValue().knownAt() + LONGEST_UNDECIDED)
            .min()
            .orElse(otherwise);
  }

  /** The number of calls in memory. It must not grow with the length of a run. */
  int remembered() {
    return calls.size();
  }

  /** Decides each stretch of calls that have all ended and were followed by an answered one. */
  private Map<Long, Cause> decide() {
    if (calls.unanswered() == 0) {
      return Map.of();
    }
    Map<Long, Cause> decided = new HashMap<>();
    List<Long> stretch = new ArrayList<>();
    boolean allEnded = true;
    for (Map.Entry<Long, CallHistory.Call> call : calls.all()) {
      switch (call.getValue().state()) {
        case IN_FLIGHT -> allEnded = false;
        case UNANSWERED -> stretch.add(call.getKey());
        case ANSWERED -> {
          Cause cause =
              stretch.size() < UNANSWERED_FOR_OUTAGE ? Cause.SESSION : Cause.POSSIBLE_OUTAGE;
          if (allEnded) {
            stretch.forEach(number -> decided.put(number, cause));
          }
          stretch.clear();
          allEnded = true;
        }
      }
    }
    calls.decided(decided.keySet());
    return decided;
  }
}
