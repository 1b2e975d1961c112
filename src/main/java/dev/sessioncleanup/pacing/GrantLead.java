package dev.sessioncleanup.pacing;

import java.util.concurrent.TimeUnit;

/**
 * How far ahead of a grant its first slot must start, so that the slot has not passed when the
 * grant arrives: a little more than grants were late recently. Where a database needs 30 ms to
 * commit, slots 10 ms ahead would all pass unused. All times in nanoseconds. Not safe for use by
 * many threads.
 */
public final class GrantLead {
  public static final long SHORTEST = TimeUnit.MILLISECONDS.toNanos(10);
  private static final long LONGEST = TimeUnit.MILLISECONDS.toNanos(90);
  private static final long MARGIN = TimeUnit.MILLISECONDS.toNanos(5);

  private long late;

  /**
   * A grant arrived.
   *
   * @param after how long after the server read its clock for it
   */
  public void arrived(long after) {
    late = Math.max(after, late - late / 8);
  }

  /** The lead of the next slots: from 10 ms to 90 ms, less than the horizon of the limiter. */
  public long nanos() {
    return Math.clamp(late + MARGIN, SHORTEST, LONGEST);
  }
}
