package dev.sessioncleanup.resilience;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Decides whether PAVE refuses an account's credentials, or only single sessions. A 401 or 403 to a
 * session is followed by a probe with the same credentials: if the probe is accepted, only the
 * session is refused. If two probes are refused, at least six seconds apart, the credentials are
 * refused. After two probes with any other reply the credentials count as refused if more than one
 * session was refused. Not safe for use by many threads.
 */
public final class CredentialCheck {
  private static final long SECOND_LOOK = TimeUnit.SECONDS.toNanos(6);
  private static final int UNCLEAR_PROBES = 2;

  private final Set<String> refusedSessions = new HashSet<>();
  private boolean pending;
  private boolean refusedOnce;
  private long nextProbe;
  private int unclear;

  /** The result so far. */
  public enum Verdict {
    PENDING,
    ACCEPTED,
    REFUSED
  }

  /** A session got 401 or 403. */
  public void refused(String sessionKey, long now) {
    refusedSessions.add(sessionKey);
    if (!pending) {
      begin(now);
    }
  }

  /** A session got a recognised reply: these credentials work. */
  public void recognised() {
    refusedSessions.clear();
  }

  /** A probe was accepted. */
  public Verdict probeAccepted() {
    pending = false;
    return Verdict.ACCEPTED;
  }

  /**
   * A probe got 401 or 403. It may have been sent because of an outage, before a probe was due
   * here.
   */
  public Verdict probeRefused(long now) {
    if (!pending) {
      begin(now);
    }
    if (refusedOnce) {
      return now - nextProbe >= 0 ? Verdict.REFUSED : Verdict.PENDING;
    }
    refusedOnce = true;
    nextProbe = now + SECOND_LOOK;
    return Verdict.PENDING;
  }

  /** A probe got any other reply. */
  public Verdict probeUnclear() {
    if (!pending || ++unclear < UNCLEAR_PROBES) {
      return Verdict.PENDING;
    }
    pending = false;
    return refusedSessions.size() > 1 ? Verdict.REFUSED : Verdict.ACCEPTED;
  }

  /** Whether calls must wait for a probe. */
  public boolean pending() {
    return pending;
  }

  /** When the next probe is due, on the monotonic clock; the argument when none is. */
  public long probeDue(long otherwise) {
    return pending ? nextProbe : otherwise;
  }

  private void begin(long now) {
    pending = true;
    refusedOnce = false;
    unclear = 0;
    nextProbe = now;
  }
}
