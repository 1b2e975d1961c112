package dev.sessioncleanup.deletion;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** The machine's clock, which a test moves on while nobody waits for a slot, or holds. */
final class FastTime implements Ticker {
  private static final long LONGEST_PARK = TimeUnit.MILLISECONDS.toNanos(1);
  private static final long STEP = TimeUnit.MILLISECONDS.toNanos(20);

  /** After this a granted slot is over, used or not. */
  private static final long SLOT_IS_OVER = TimeUnit.MILLISECONDS.toNanos(100);

  private final AtomicLong skipped = new AtomicLong();
  private long pending;
  private long lastGrant = System.nanoTime();
  private long heldAt;
  private BooleanSupplier goesOn = () -> true;

  @Override
  public synchronized long nanos() {
    return goesOn.getAsBoolean() ? System.nanoTime() + skipped.get() : heldAt;
  }

  /** Short, so that whoever waits sees that time was skipped. */
  @Override
  public void park(long nanos) {
    LockSupport.parkNanos(Math.min(nanos, LONGEST_PARK));
  }

  /** Stands still until then. */
  synchronized void holdUntil(BooleanSupplier condition) {
    heldAt = nanos();
    goesOn = condition;
  }

  synchronized void granted() {
    lastGrant = System.nanoTime();
    pending++;
  }

  /** The call of a granted slot has begun. */
  synchronized void used() {
    pending = Math.max(0, pending - 1);
  }

  /** Moves on, but never past a slot that a call waits for. */
  void skip() {
    if (nobodyWaits()) {
      skipped.addAndGet(STEP);
    }
    LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(200));
  }

  private synchronized boolean nobodyWaits() {
    if (System.nanoTime() - lastGrant > SLOT_IS_OVER) {
      pending = 0; // forfeited
    }
    return pending == 0;
  }
}
