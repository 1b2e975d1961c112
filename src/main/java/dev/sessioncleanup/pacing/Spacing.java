package dev.sessioncleanup.pacing;

import dev.sessioncleanup.settings.Rate;
import java.util.concurrent.TimeUnit;

/**
 * The arithmetic of slots; all times in nanoseconds. Slots are spaced at 0.99 of the ceiling, and a
 * slot not used within half an interval, at least 10 ms and at most 100 ms, is forfeited: in any W
 * seconds at most ⌈0.99 · rate · (W + s)⌉ calls are handed to the HTTP client, s being that window.
 */
public record Spacing(long interval, long forfeitAfter, int slotsAhead) {
  private static final double SHARE_OF_CEILING = 0.99;
  private static final long HORIZON = TimeUnit.MILLISECONDS.toNanos(100);

  public static Spacing of(Rate rate) {
    long interval = (long) (1e9 / (SHARE_OF_CEILING * rate.perSecond()));
    long forfeitAfter =
        Math.clamp(
            interval / 2, TimeUnit.MILLISECONDS.toNanos(10), TimeUnit.MILLISECONDS.toNanos(100));
    return new Spacing(interval, forfeitAfter, (int) (HORIZON / interval) + 1);
  }

  /**
   * When to ask again after a grant whose last slot starts then: half the horizon ahead, but not
   * for nothing.
   */
  public long askAfter(long lastSlot) {
    return lastSlot + Math.max(-HORIZON / 2, interval - HORIZON + TimeUnit.MILLISECONDS.toNanos(2));
  }
}
