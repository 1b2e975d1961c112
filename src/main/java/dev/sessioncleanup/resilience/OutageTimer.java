package dev.sessioncleanup.resilience;

import dev.sessioncleanup.settings.Durations;
import java.time.Duration;

/**
 * Measures how long calls have been tried without a recognised reply. Time counts only while calls
 * are tried, not during a pause or while the database is unavailable. A wait that PAVE asked for
 * counts only after the calls that followed two such waits were throttled too. When the time is
 * over, a probe decides, so that bad sessions alone do not end the run. In an outage of DELETE only
 * a reply to a DELETE restarts the time. Not safe for use by many threads.
 */
public final class OutageTimer {
  private static final int REFUSED_WAITS = 2;

  private final Duration limit;
  private boolean failing;
  private boolean probeFailed;
  private boolean deleteUnavailable;
  private Idle idle = Idle.NO;
  private boolean waitAsked;
  private boolean waitKept;
  private int waits;
  private int refusedWaits;
  private long trying;
  private long throttled;
  private long lastTick;

  /** Why no call may be tried at the moment. */
  public enum Idle {
    /** Calls may be tried. */
    NO,
    /** PAVE asked to wait. */
    THROTTLED,
    /** The run is paused, or the database is unavailable. */
    PAUSED
  }

  /** What the time without a recognised reply means. */
  public enum Verdict {
    GO_ON,
    /** It is too long, unless a probe is answered now. */
    PROBE,
    TOO_LONG
  }

  public OutageTimer(Duration limit, long now) {
    this.limit = limit;
    this.lastTick = now;
  }

  /** A call got a recognised reply. */
  public void recognised() {
    waitAsked = false;
    waitKept = false;
    waits = 0;
    refusedWaits = 0;
    throttled = 0;
    probeFailed = false;
    deleteUnavailable = false;
    failing = false;
    trying = 0;
  }

  /** A GET or a probe got a recognised reply in an outage of DELETE. */
  public void onlyGetRecognised() {
    probeFailed = false;
    deleteUnavailable = counted() >= limit.toNanos();
  }

  /** A call got no recognised reply, which its session may have caused. */
  public void failed() {
    failing = true;
  }

  /** A probe got no recognised reply, which no session can have caused. */
  public void probeFailed() {
    failing = true;
    probeFailed = true;
  }

  /** PAVE asked to wait instead of giving a reply. */
  public void throttled() {
    failing = true;
    waitAsked = true;
    refusedWaits = waits;
  }

  /** A call was sent. */
  public void sent() {
    if (waitKept) {
      waits++;
      waitAsked = false;
      waitKept = false;
    }
    idle = Idle.NO;
  }

  public void idle(Idle now) {
    idle = now;
  }

  /** Does not count the last nanoseconds, which were not spent on calls to PAVE. */
  public void excludeTime(long nanos) {
    lastTick += nanos;
  }

  /**
   * Must be called often: the time since the last call counts completely or not at all.
   *
   * @param busy whether a call is in flight or waiting
   */
  public Verdict at(long now, boolean busy) {
    if (busy && failing) {
      switch (idle) {
        case NO -> trying += now - lastTick;
        case THROTTLED -> throttled += now - lastTick;
        case PAUSED -> {}
      }
    }
    waitKept |= waitAsked && idle == Idle.THROTTLED;
    lastTick = now;
    if (counted() < limit.toNanos()) {
      return Verdict.GO_ON;
    }
    return probeFailed || deleteUnavailable ? Verdict.TOO_LONG : Verdict.PROBE;
  }

  /** What lasted too long, as the beginning of a sentence. */
  public String reason() {
    String time = Durations.text(Duration.ofNanos(trying + throttled));
    return deleteUnavailable
        ? "PAVE answers GET, but gave no recognised reply to a DELETE for " + time
        : "PAVE gave no recognised reply for " + time;
  }

  private long counted() {
    return refusedWaits < REFUSED_WAITS ? trying : trying + throttled;
  }
}
