package dev.sessioncleanup.deletion;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** The machine's clock, which a test moves on while nobody waits for a slot. */
final class FastTime implements Ticker {
  private static final long LONGEST_PARK = TimeUnit.MILLISECONDS.toNanos(1);
  private static final long STEP = TimeUnit.MILLISECONDS.toNanos(20);
  private static final long CALM = TimeUnit.MILLISECONDS.toNanos(3);

  private final AtomicLong skipped = new AtomicLong();
  private final AtomicInteger callsWaiting = new AtomicInteger();
  private volatile long lastGrant = System.nanoTime() - CALM;

  @Override
  public long nanos() {
    return System.nanoTime() + skipped.get();
  }

  /** Short, so that whoever waits sees that time was skipped. */
  @Override
  public void park(long nanos) {
    boolean call = Thread.currentThread().isVirtual();
    callsWaiting.addAndGet(call ? 1 : 0);
    LockSupport.parkNanos(Math.min(nanos, LONGEST_PARK));
    callsWaiting.addAndGet(call ? -1 : 0);
  }

  void granted() {
    lastGrant = System.nanoTime();
  }

  /** Moves on, but never past a slot that a call waits for. */
  void skip() {
    if (callsWaiting.get() == 0 && System.nanoTime() - lastGrant > CALM) {
      skipped.addAndGet(STEP);
    }
    LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(200));
  }
}
