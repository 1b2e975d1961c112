package dev.sessioncleanup.deletion;

import java.util.concurrent.locks.LockSupport;

/** The monotonic clock, and the way to wait by it. Safe for several threads. */
public interface Ticker {

  /** The machine's. */
  Ticker SYSTEM =
      new Ticker() {
        @Override
        public long nanos() {
          return System.nanoTime();
        }

        @Override
        public void park(long nanos) {
          LockSupport.parkNanos(nanos);
        }
      };

  long nanos();

  /** Waits for so many nanoseconds at most; an unparked thread goes on earlier. */
  void park(long nanos);
}
