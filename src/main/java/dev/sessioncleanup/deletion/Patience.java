package dev.sessioncleanup.deletion;

import dev.sessioncleanup.audit.DatabaseFault;
import dev.sessioncleanup.audit.Ending;
import dev.sessioncleanup.settings.Durations;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
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
  private final Ticker ticker;
  private final AtomicInteger lasting = new AtomicInteger();
  private volatile boolean exhausted;

  /**
   * @param longest how long the database may be away
   */
  public Patience(RunControl control, Duration longest, Ticker ticker) {
    this.control = control;
    this.longest = longest;
    this.ticker = ticker;
  }

  /**
   * Asks until the database answers. What is asked must bear being asked twice.
   *
   * @throws DatabaseAwayException when it was away for too long, or a stop ran out of time; from
   *     then on at once, since each further try would take as long as a connection takes to fail
   */
  public <T> T insist(Supplier<T> question) {
    if (exhausted) {
      throw new DatabaseAwayException("the database was given up already", null);
    }
    Outage outage = outage();
    while (true) {
      try {
        T answer = question.get();
        outage.over();
        return answer;
      } catch (RuntimeException failure) {
        outage.failed(failure);
      }
    }
  }

  /** Nothing is amiss yet. */
  Outage outage() {
    return new Outage();
  }

  /** Ends the run: there is nothing more to wait for. */
  void exhaustedBy(String reason) {
    control.end(Ending.Kind.UNAVAILABLE, reason);
  }

  /** Waits a moment before something is tried again. */
  void pause() {
    ticker.park(PAUSE);
  }

  /**
   * One thing that may be amiss for a while. Each has its own time: that one question is answered
   * says nothing about another that never is. Belongs to one thread.
   */
  final class Outage {
    private boolean on;
    private boolean told;
    private long since;

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
      String reason = DatabaseFault.reason(failure);
      if (!told) {
        told = true;
        if (lasting.getAndIncrement() == 0) {
          log.warn("The database does not answer; nothing is sent until it is back. ({})", reason);
        }
      }
      if (tooLong() || exhausted) {
        exhausted = true; // whoever else waits for it need not wait any longer
        throw giveUp("the database was away for %s: %s".formatted(text(), reason), failure);
      }
      pause();
    }

    /**
     * The database answers, but not as it must: waits a moment.
     *
     * @throws DatabaseAwayException as for a database that is away
     */
    void goesOn(String what) {
      if (!on) {
        log.warn("Nothing is sent: {}.", what);
      }
      if (tooLong()) {
        throw giveUp("%s for %s".formatted(what, text()), null);
      }
      pause();
    }

    /** Whether it has lasted for too long by now, or a stop ran out of time. */
    boolean tooLong() {
      if (!on) {
        on = true;
        since = ticker.nanos();
      }
      return ticker.nanos() - since >= longest.toNanos() || control.outOfTime();
    }

    /** All is well. */
    void over() {
      on = false;
      if (told) {
        told = false;
        if (lasting.decrementAndGet() == 0) {
          log.info("The database is back.");
        }
      }
    }

    private DatabaseAwayException giveUp(String message, @Nullable RuntimeException cause) {
      exhaustedBy(message);
      return new DatabaseAwayException(message, cause);
    }

    private String text() {
      return Durations.text(Duration.ofNanos(ticker.nanos() - since));
    }
  }
}
