package dev.sessioncleanup.runs;

import dev.sessioncleanup.concurrent.Scheduler;
import dev.sessioncleanup.database.DatabaseFault;
import dev.sessioncleanup.settings.Durations;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Repeats statements while the database is unavailable, and ends the run when that takes too long.
 * Safe for use by many threads.
 */
public final class DatabaseRetry {
  private static final Logger log = LoggerFactory.getLogger(DatabaseRetry.class);
  private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(250);

  private final RunControl control;
  private final Duration limit;
  private final Scheduler scheduler;
  private final AtomicInteger outages = new AtomicInteger();
  private volatile boolean exhausted;

  /**
   * @param limit how long the database may be unavailable
   */
  public DatabaseRetry(RunControl control, Duration limit, Scheduler scheduler) {
    this.control = control;
    this.limit = limit;
    this.scheduler = scheduler;
  }

  /**
   * Repeats the call until the database answers. The call must be safe to repeat.
   *
   * @throws DatabaseUnavailableException when the database was unavailable for too long, or the
   *     grace period of a stop is over. Every later call throws at once, because each attempt would
   *     last a connection timeout.
   */
  public <T> T call(Supplier<T> statement) {
    if (exhausted) {
      throw new DatabaseUnavailableException("the database was unavailable for too long", null);
    }
    Outage outage = outage();
    while (true) {
      try {
        T result = statement.get();
        outage.over();
        return result;
      } catch (RuntimeException failure) {
        outage.failed(failure);
      }
    }
  }

  /** For a caller that repeats its statement itself. */
  public Outage outage() {
    return new Outage();
  }

  /** Waits 250 ms before the next attempt. */
  public void pause() {
    scheduler.sleepUntil(scheduler.nanos() + PAUSE);
  }

  /**
   * The failures of one statement. Each statement has its own time limit: the success of one says
   * nothing about another that always fails. Not safe for use by many threads.
   */
  public final class Outage {
    private boolean on;
    private boolean announced;
    private long since;

    /**
     * The statement failed: waits before the next attempt.
     *
     * @throws DatabaseUnavailableException when it has failed for too long, or the grace period of
     *     a stop is over
     * @throws RuntimeException the failure itself, when waiting cannot help
     */
    public void failed(RuntimeException failure) {
      if (!DatabaseFault.isTransient(failure)) {
        throw failure;
      }
      String reason = DatabaseFault.outage(failure);
      if (!announced) {
        announced = true;
        if (outages.getAndIncrement() == 0) {
          log.warn("The database does not answer. Nothing is sent until it is back. ({})", reason);
        }
      }
      if (tooLong() || exhausted) {
        exhausted = true; // all other callers stop waiting too
        throw giveUp(
            "the database was unavailable for %s: %s".formatted(duration(), reason), failure);
      }
      pause();
    }

    /**
     * The database answers, but a condition does not hold: waits before the next attempt.
     *
     * @throws DatabaseUnavailableException as for a statement that fails
     */
    public void blockedBy(String condition) {
      if (!on) {
        log.warn("Nothing is sent: {}.", condition);
      }
      if (tooLong()) {
        throw giveUp("%s for %s".formatted(condition, duration()), null);
      }
      pause();
    }

    /** Whether the failures have lasted too long, or the grace period of a stop is over. */
    public boolean tooLong() {
      if (!on) {
        on = true;
        since = scheduler.nanos();
      }
      return scheduler.nanos() - since >= limit.toNanos() || control.outOfTime();
    }

    /** The statement succeeded. */
    public void over() {
      on = false;
      if (announced) {
        announced = false;
        if (outages.decrementAndGet() == 0) {
          log.info("The database is back.");
        }
      }
    }

    private DatabaseUnavailableException giveUp(String message, @Nullable RuntimeException cause) {
      control.end(Ending.Kind.UNAVAILABLE, message);
      return new DatabaseUnavailableException(message, cause);
    }

    private String duration() {
      return Durations.text(Duration.ofNanos(scheduler.nanos() - since));
    }
  }
}
