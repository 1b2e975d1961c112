package dev.sessioncleanup.dispatch;

import dev.sessioncleanup.concurrent.Promise;
import dev.sessioncleanup.concurrent.Scheduler;
import dev.sessioncleanup.pacing.RateLimiter;
import dev.sessioncleanup.pave.Reply;
import dev.sessioncleanup.runs.DatabaseRetry;
import dev.sessioncleanup.runs.DatabaseUnavailableException;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * PAVE's requests to slow down. The dispatcher records each in the database before it requests the
 * next slot, so that all processes of the account slow down. Safe for use by many threads.
 */
public final class Throttles {
  private static final Logger log = LoggerFactory.getLogger(Throttles.class);

  private final RateLimiter limiter;
  private final DatabaseRetry retry;
  private final PermitQueue queue;
  private final Scheduler scheduler;
  private final Deque<Entry> entries = new ArrayDeque<>();
  private boolean closed;
  private boolean abandoned;

  private record Entry(long slotMicros, Reply.Throttled reply, Promise<Boolean> done) {}

  public Throttles(
      RateLimiter limiter, DatabaseRetry retry, PermitQueue queue, Scheduler scheduler) {
    this.limiter = limiter;
    this.retry = retry;
    this.queue = queue;
    this.scheduler = scheduler;
  }

  /**
   * A call in that slot was throttled; waits until this is recorded, or the database was
   * unavailable for too long.
   */
  public void report(long slotMicros, Reply.Throttled reply) {
    Entry entry = new Entry(slotMicros, reply, new Promise<>(scheduler));
    boolean dispatcherHasEnded;
    synchronized (this) {
      if (abandoned) {
        return;
      }
      dispatcherHasEnded = closed;
      if (!closed) {
        entries.add(entry);
      }
    }
    if (dispatcherHasEnded) {
      recordLate(entry);
    } else {
      queue.wake();
      entry.done().await();
    }
  }

  /**
   * For the dispatcher: records all reported throttles; returns the duration in nanoseconds.
   *
   * @throws DatabaseUnavailableException when the database was unavailable for too long
   */
  long record() {
    long begun = scheduler.nanos();
    for (Entry entry = next(); entry != null; entry = next()) {
      record(entry);
    }
    return scheduler.nanos() - begun;
  }

  /**
   * For the dispatcher at its end: records what is left. What is reported later, by a probe that
   * was on its way, its reporter records: the next run must keep the wait.
   */
  void close() {
    do {
      record();
    } while (!closeIfEmpty());
  }

  private synchronized boolean closeIfEmpty() {
    closed = entries.isEmpty();
    return closed;
  }

  private void record(Entry entry) {
    Reply.Throttled reply = entry.reply();
    long slot = entry.slotMicros();
    try {
      retry.call(
          () -> {
            limiter.slowDown(slot, reply.retryAfter(), reply.detail());
            return true;
          });
    } finally {
      entry.done().complete(true);
    }
  }

  private void recordLate(Entry entry) {
    try {
      record(entry);
    } catch (DatabaseUnavailableException givenUp) {
      log.debug("A request to slow down was not recorded.", givenUp);
    }
  }

  /** Records nothing from now on, unless it was closed, and releases all waiting threads. */
  synchronized void abandon() {
    abandoned = !closed;
    entries.forEach(entry -> entry.done().complete(false));
    entries.clear();
  }

  private synchronized @Nullable Entry next() {
    return entries.poll();
  }
}
