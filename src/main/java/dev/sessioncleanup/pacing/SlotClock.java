package dev.sessioncleanup.pacing;

import java.util.concurrent.TimeUnit;

/**
 * Places slots of the server's clock on this machine's monotonic clock, by the smallest distance
 * seen between a reply's arrival and the server's time in it. Not safe for several threads.
 */
public final class SlotClock {
  private static final long WINDOW = TimeUnit.SECONDS.toNanos(30);
  private static final long STEP = TimeUnit.SECONDS.toNanos(1);
  private static final int SOME = 3;

  private long smallest = Long.MAX_VALUE;
  private long smallestOfThisWindow = Long.MAX_VALUE;
  private long windowEnd = Long.MIN_VALUE;
  private int forfeits;
  private long forfeitedSince;

  /** Whether there is nothing yet to place slots by. */
  public boolean isEmpty() {
    return smallest == Long.MAX_VALUE;
  }

  /**
   * Learns from a reply.
   *
   * @param receivedNanos when it came, on the monotonic clock
   * @param serverMicros the server's time in it
   */
  public void observe(long receivedNanos, long serverMicros) {
    long distance = receivedNanos - serverMicros * 1000;
    boolean serverWentBack = smallest != Long.MAX_VALUE && distance - smallest > STEP;
    if (smallest == Long.MAX_VALUE || serverWentBack) {
      smallest = distance;
      smallestOfThisWindow = distance;
      windowEnd = receivedNanos + WINDOW;
      return;
    }
    smallestOfThisWindow = Math.min(smallestOfThisWindow, distance);
    smallest = Math.min(smallest, distance);
    if (receivedNanos - windowEnd >= 0) {
      smallest = smallestOfThisWindow;
      smallestOfThisWindow = distance;
      windowEnd = receivedNanos + WINDOW;
    }
  }

  /**
   * A slot had passed when it was to be used. A machine that stalls forfeits some; where none can
   * be used for a second, the server's clock was set back by less than shows, and what was seen
   * before is of no use.
   *
   * @param nanos when it was found, on the monotonic clock
   */
  public void forfeited(long nanos) {
    if (forfeits++ == 0) {
      forfeitedSince = nanos;
    }
    if (forfeits >= SOME && nanos - forfeitedSince >= STEP) {
      smallest = Long.MAX_VALUE;
      forfeits = 0;
    }
  }

  /** A slot was used. */
  public void used() {
    forfeits = 0;
  }

  /** The given moment of the server's clock on this machine's monotonic clock. */
  public long nanosOf(long serverMicros) {
    return serverMicros * 1000 + smallest;
  }
}
