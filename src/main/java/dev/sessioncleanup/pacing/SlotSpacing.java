package dev.sessioncleanup.pacing;

import dev.sessioncleanup.settings.Rate;
import java.util.concurrent.TimeUnit;

/**
 * The arithmetic of slots; all times in nanoseconds. Slots are spaced at 0.99 of the ceiling, and a
 * slot not used within half an interval, at least 10 ms and at most 100 ms, is forfeited: in any W
 * seconds at most ⌈0.99 · rate · (W + s)⌉ calls are handed to the HTTP client, s being that window.
 */
public record SlotSpacing(long interval, long forfeitAfter, int slotsAhead) {
  private static final double SHARE_OF_CEILING = 0.99;
  private static final long HORIZON = TimeUnit.MILLISECONDS.toNanos(100);
  private static final long GATHER = TimeUnit.MILLISECONDS.toNanos(40);
  private static final long LONGEST_WAIT = TimeUnit.SECONDS.toNanos(1);

  public static SlotSpacing of(Rate rate) {
    long interval = (long) (1e9 / (SHARE_OF_CEILING * rate.perSecond()));
    long forfeitAfter =
        Math.clamp(
            interval / 2, TimeUnit.MILLISECONDS.toNanos(10), TimeUnit.MILLISECONDS.toNanos(100));
    return new SlotSpacing(interval, forfeitAfter, (int) (HORIZON / interval) + 1);
  }

  /**
   * When to request slots again after a grant: half the horizon before its last slot, but not so
   * early that no new slot would be within the horizon.
   */
  public long askAfter(long lastSlot) {
    return lastSlot + Math.max(-HORIZON / 2, interval - HORIZON + TimeUnit.MILLISECONDS.toNanos(2));
  }

  /**
   * When to request slots again after no slot was granted: a little later than the limiter says, so
   * that one request gets several slots, but at most a second from now, because a throttle may end
   * early.
   *
   * @param askAt when the limiter said that a new request can get a slot
   */
  public long askAfterWait(long askAt, long now) {
    long gather = Math.max(TimeUnit.MILLISECONDS.toNanos(1), GATHER - interval);
    return Math.min(askAt + gather, now + LONGEST_WAIT);
  }
}
