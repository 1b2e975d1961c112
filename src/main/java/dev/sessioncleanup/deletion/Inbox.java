package dev.sessioncleanup.deletion;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** What other threads have to say to the deciding thread, and its rest while they say nothing. */
final class Inbox {
  private final ConcurrentLinkedQueue<Runnable> messages = new ConcurrentLinkedQueue<>();
  private final Ticker ticker;
  private volatile @Nullable Thread reader;

  Inbox(Ticker ticker) {
    this.ticker = ticker;
  }

  void belongsTo(Thread thread) {
    reader = thread;
  }

  /** Runs it on the reading thread. */
  void tell(Runnable message) {
    messages.add(message);
    wake();
  }

  void wake() {
    LockSupport.unpark(reader);
  }

  boolean isEmpty() {
    return messages.isEmpty();
  }

  /** Runs all that came until now, and until then. */
  void read() {
    for (Runnable message = messages.poll(); message != null; message = messages.poll()) {
      message.run();
    }
  }

  /** Returns at that moment of the ticker, or when something comes. */
  void nap(long until) {
    long left = until - ticker.nanos();
    if (left > 0 && messages.isEmpty()) {
      ticker.park(left);
    }
  }
}
