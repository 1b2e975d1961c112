package dev.sessioncleanup.resilience;

import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;

/**
 * The number of attempts for a session, and the wait between them: exponential backoff from 0.5 to
 * 30 seconds, half of it random.
 */
public final class RetryPolicy {
  private static final long FIRST = TimeUnit.MILLISECONDS.toNanos(500);
  private static final long LONGEST = TimeUnit.SECONDS.toNanos(30);

  private final int maxAttempts;
  private final DoubleSupplier chance;

  /**
   * @param maxAttempts failed attempts after which a session is given up
   * @param chance random numbers, evenly distributed from 0 to 1
   */
  public RetryPolicy(int maxAttempts, DoubleSupplier chance) {
    this.maxAttempts = maxAttempts;
    this.chance = chance;
  }

  /**
   * Whether a session with so many failed attempts is given up in this run; one that failed in an
   * earlier run gets a single attempt.
   */
  public boolean exhausted(boolean failedBefore, int failures) {
    return failures >= (failedBefore ? 1 : maxAttempts);
  }

  /** Nanoseconds to wait after this number of failed tries in a row, at least one. */
  public long backoff(int tries) {
    long full = Math.min(LONGEST, FIRST << Math.min(tries - 1, 10));
    return full / 2 + (long) (full / 2.0 * chance.getAsDouble());
  }
}
