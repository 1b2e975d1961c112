package dev.sessioncleanup.deletion;

import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;

/**
 * How long to wait before the next try: exponential from half a second to 30 seconds, half of it by
 * chance.
 */
final class Backoff {
  private static final long FIRST = TimeUnit.MILLISECONDS.toNanos(500);
  private static final long LONGEST = TimeUnit.SECONDS.toNanos(30);

  private final DoubleSupplier chance;

  /**
   * @param chance evenly from 0 to 1
   */
  Backoff(DoubleSupplier chance) {
    this.chance = chance;
  }

  /** Nanoseconds to wait after so many unsuccessful tries, at least one. */
  long afterTries(int tries) {
    long full = Math.min(LONGEST, FIRST << Math.min(tries - 1, 10));
    return full / 2 + (long) (full / 2.0 * chance.getAsDouble());
  }
}
