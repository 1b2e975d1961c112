package dev.sessioncleanup.deletion;

import dev.sessioncleanup.audit.DatabaseFault;
import dev.sessioncleanup.audit.Ending;
import dev.sessioncleanup.settings.Durations;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits for the database when it is away, and ends the run when that takes too long. Safe for
 * several threads.
 */
public final class Patience {
  private static final Logger log = LoggerFactory.getLogger(Patience.class);
  private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(250);

  private final RunControl control;
  private final Duration longest;
  private final LongSupplier nanos;
  private boolean away;
  private long awaySince;

  /**
   * @param longest how long the database may be away
   * @param nanos the monotonic clock
   */
  public Patience(RunControl control, Duration longest, LongSupplier nanos) {
    this.control = control;
    this.longest = longest;
    this.nanos = nanos;
  }

  /**
   * Asks until the database answers. What is asked must bear being asked twice.
   *
   * @throws DatabaseAwayException when it was away for too long, or a stop ran out of time
   */
  public <T> T insist(Supplier<T> question) {
    while (true) {
      try {
        T answer = question.get();
        answered();
        return answer;
      } catch (RuntimeException failure) {
        failed(failure);
      }
    }
  }

  /** The database answered. */
  void answered() {
    boolean back;
    synchronized (this) {
      back = away;
      away = false;
    }
    if (back) {
      log.info("The database is back.");
    }
  }

  /**
   * The database did not answer: waits a moment.
   *
   * @throws DatabaseAwayException when it was away for too long, or a stop ran out of time
   * @throws RuntimeException the failure itself, when waiting cannot help
   */
  void failed(RuntimeException failure) {
    if (!DatabaseFault.passes(failure)) {
      throw failure;
    }
    pause(DatabaseFault.reason(failure), failure);
  }

  /**
   * The database answers, but not the lock that shows that this process is alive: waits a moment.
   *
   * @throws DatabaseAwayException as for a database that is away
   */
  void unlocked() {
    String reason = "the lock that shows that this process is alive is not held";
    pause(reason, new IllegalStateException(reason));
  }

  private void pause(String reason, RuntimeException cause) {
    Duration since = awayFor();
    if (since.isZero()) {
      log.warn("The database does not answer; nothing is sent until it is back. ({})", reason);
    }
    if (since.compareTo(longest) >= 0 || control.outOfTime()) {
      String message = "the database was away for %s: %s".formatted(Durations.text(since), reason);
      control.end(Ending.Kind.UNAVAILABLE, message);
      throw new DatabaseAwayException(message, cause);
    }
    LockSupport.parkNanos(PAUSE);
  }

  private synchronized Duration awayFor() {
    long now = nanos.getAsLong();
    if (!away) {
      away = true;
      awaySince = now;
      return Duration.ZERO;
    }
    return Duration.ofNanos(Math.max(1, now - awaySince));
  }
}
