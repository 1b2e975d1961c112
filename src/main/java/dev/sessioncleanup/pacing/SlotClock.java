package dev.sessioncleanup.pacing;

import java.util.concurrent.TimeUnit;

/**
 * Places slots of the server's clock on this machine's monotonic clock, by the smallest distance
 * seen between a reply's arrival and the server's time in it. Not safe for several threads.
 */
public final class SlotClock {
  private static final long WINDOW = TimeUnit.SECONDS.toNanos(30);
  private static final long STEP = TimeUnit.SECONDS.toNanos(1);

  private long smallest = Long.MAX_VALUE;
  private long smallestOfThisWindow = Long.MAX_VALUE;
  private long windowEnd = Long.MIN_VALUE;

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

  /** The given moment of the server's clock on this machine's monotonic clock. */
  public long nanosOf(long serverMicros) {
    return serverMicros * 1000 + smallest;
  }
}
