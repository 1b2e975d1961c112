package dev.sessioncleanup.pacing;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Converts times of the server's clock to this machine's monotonic clock. It uses the smallest
 * difference seen between the arrival of a reply and the server's time in it. Safe for use by many
 * threads.
 */
public final class ServerClock {
  private static final long WINDOW = TimeUnit.SECONDS.toNanos(30);
  private static final long STEP = TimeUnit.SECONDS.toNanos(1);
  private static final int MIN_FORFEITS = 3;

  private final LongSupplier nanos;
  private final LongSupplier forfeitAfter;
  private long smallest = Long.MAX_VALUE;
  private long smallestOfThisWindow = Long.MAX_VALUE;
  private long windowEnd = Long.MIN_VALUE;
  private int forfeits;
  private long forfeitedSince;

  /**
   * @param nanos the monotonic clock
   * @param forfeitAfter nanoseconds after its start in which a slot may be used
   */
  public ServerClock(LongSupplier nanos, LongSupplier forfeitAfter) {
    this.nanos = nanos;
    this.forfeitAfter = forfeitAfter;
  }

  /** Whether no reply was observed yet, so that nothing can be converted. */
  public synchronized boolean isEmpty() {
    return smallest == Long.MAX_VALUE;
  }

  /**
   * Updates the difference from a reply that has just arrived.
   *
   * @param serverMicros the server's time in it, microseconds since the epoch
   */
  public synchronized void observe(long serverMicros) {
    long received = nanos.getAsLong();
    long distance = received - serverMicros * 1000;
    boolean serverWentBack = smallest != Long.MAX_VALUE && distance - smallest > STEP;
    if (smallest == Long.MAX_VALUE || serverWentBack) {
      smallest = distance;
      smallestOfThisWindow = distance;
      windowEnd = received + WINDOW;
      return;
    }
    smallestOfThisWindow = Math.min(smallestOfThisWindow, distance);
    smallest = Math.min(smallest, distance);
    if (received - windowEnd >= 0) {
      smallest = smallestOfThisWindow;
      smallestOfThisWindow = distance;
      windowEnd = received + WINDOW;
    }
  }

  /**
   * Uses a slot, if it has not passed. A machine that stalls forfeits some slots. If no slot can be
   * used for a second, the server's clock was set back by an amount too small to detect, and the
   * observed differences are discarded.
   *
   * @param start of the slot, on the monotonic clock
   * @return false when the slot has passed and must not be used
   */
  public synchronized boolean use(long start) {
    long now = nanos.getAsLong();
    if (now - start <= forfeitAfter.getAsLong()) {
      forfeits = 0;
      return true;
    }
    if (forfeits++ == 0) {
      forfeitedSince = now;
    }
    if (forfeits >= MIN_FORFEITS && now - forfeitedSince >= STEP) {
      smallest = Long.MAX_VALUE;
      forfeits = 0;
    }
    return false;
  }

  /** How long ago the server's clock showed this, nanoseconds. */
  public synchronized long since(long serverMicros) {
    return nanos.getAsLong() - nanosOf(serverMicros);
  }

  /** The given moment of the server's clock on this machine's monotonic clock. */
  public synchronized long nanosOf(long serverMicros) {
    return serverMicros * 1000 + smallest;
  }
}
