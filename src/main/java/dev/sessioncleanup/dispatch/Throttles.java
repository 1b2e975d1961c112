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

/**
 * PAVE's requests to slow down. The dispatcher records each in the database before it requests the
 * next slot, so that all processes of the account slow down. Safe for use by many threads.
 */
public final class Throttles {
  private final RateLimiter limiter;
  private final DatabaseRetry retry;
  private final PermitQueue queue;
  private final Scheduler scheduler;
  private final Deque<Entry> entries = new ArrayDeque<>();
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
    Promise<Boolean> done = new Promise<>(scheduler);
    synchronized (this) {
      if (abandoned) {
        return;
      }
      entries.add(new Entry(slotMicros, reply, done));
    }
    queue.wake();
    done.await();
  }

  /**
   * For the dispatcher: records all reported throttles; returns the duration in nanoseconds.
   *
   * @throws DatabaseUnavailableException when the database was unavailable for too long
   */
  long record() {
    long begun = scheduler.nanos();
    for (Entry entry = next(); entry != null; entry = next()) {
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
    return scheduler.nanos() - begun;
  }

  /** Records nothing from now on, and releases all waiting threads. */
  synchronized void abandon() {
    abandoned = true;
    entries.forEach(entry -> entry.done().complete(false));
    entries.clear();
  }

  private synchronized @Nullable Entry next() {
    return entries.poll();
  }
}
