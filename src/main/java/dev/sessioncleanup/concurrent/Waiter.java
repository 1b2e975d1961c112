package dev.sessioncleanup.concurrent;

import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Lets one thread at a time wait for a condition that other threads change. */
public final class Waiter {
  private final Scheduler scheduler;
  private volatile @Nullable Thread waiting;

  public Waiter(Scheduler scheduler) {
    this.scheduler = scheduler;
  }

  /**
   * Waits until the condition holds.
   *
   * @param until moment of the scheduler's clock at which the wait ends even if the condition does
   *     not hold
   * @return whether the condition holds
   */
  public boolean await(BooleanSupplier condition, long until) {
    waiting = Thread.currentThread();
    try {
      while (!condition.getAsBoolean()) {
        long left = until - scheduler.nanos();
        if (left <= 0) {
          return false;
        }
        scheduler.park(left);
      }
      return true;
    } finally {
      waiting = null;
    }
  }

  /** Waits until the condition holds, without a time limit. */
  public void await(BooleanSupplier condition) {
    waiting = Thread.currentThread();
    try {
      while (!condition.getAsBoolean()) {
        scheduler.park();
      }
    } finally {
      waiting = null;
    }
  }

  /** Must be called after every change that may make the condition hold. */
  public void changed() {
    Thread thread = waiting;
    if (thread != null) {
      scheduler.unpark(thread);
    }
  }
}
