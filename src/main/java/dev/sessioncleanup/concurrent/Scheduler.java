package dev.sessioncleanup.concurrent;

/**
 * Threads and monotonic time. The program runs on {@link SystemScheduler}. A simulation uses one
 * that runs a single thread at a time, chosen by a seed. All blocking in the engine goes through
 * this interface. Safe for use by many threads.
 */
public interface Scheduler {
  /** Nanoseconds of the monotonic clock; only differences are meaningful. */
  long nanos();

  /** Starts a virtual thread. */
  Thread start(String name, Runnable task);

  /** Waits until the current thread is unparked; may return early, like {@code LockSupport}. */
  void park();

  /** Waits like {@link #park()}, but at most for the given number of nanoseconds. */
  void park(long nanos);

  /** Lets the thread's current or next {@code park} return. */
  void unpark(Thread thread);

  /** Waits until that moment of {@link #nanos}, even if the thread is unparked earlier. */
  default void sleepUntil(long moment) {
    for (long left = moment - nanos(); left > 0; left = moment - nanos()) {
      park(left);
    }
  }
}
