package dev.sessioncleanup.pacing;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Measures how long this machine delays a runnable thread. A server on the same machine sees
 * requests late and bunched by the same time, whatever the program does.
 */
final class Stalls implements AutoCloseable {
  private static final long TICK = Duration.ofMillis(1).toNanos();

  private final AtomicLong longest = new AtomicLong();
  private final AtomicLong sum = new AtomicLong();
  private final Thread thread;
  private volatile boolean closed;

  Stalls() {
    thread = Thread.ofPlatform().daemon().name("stalls").start(this::tick);
  }

  private void tick() {
    long last = System.nanoTime();
    while (!closed) {
      LockSupport.parkNanos(TICK);
      long now = System.nanoTime();
      longest.accumulateAndGet(now - last - TICK, Math::max);
      sum.addAndGet(Math.max(0, now - last - 2 * TICK));
      last = now;
    }
  }

  Duration longest() {
    return Duration.ofNanos(longest.get());
  }

  /** The total delay. */
  Duration sum() {
    return Duration.ofNanos(sum.get());
  }

  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(thread);
  }
}
