package dev.sessioncleanup.restart;

import dev.sessioncleanup.simulator.Exchange;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** Lets some replies of PAVE pass, then blocks all others until they are released. */
final class BlockedReplies implements Consumer<Exchange> {
  private final AtomicInteger passing;
  private final Duration longest;
  private final CountDownLatch reached = new CountDownLatch(1);
  private final CountDownLatch released = new CountDownLatch(1);

  /** Blocks a reply for two seconds at most. */
  BlockedReplies(int passing) {
    this(passing, Duration.ofSeconds(2));
  }

  BlockedReplies(int passing, Duration longest) {
    this.passing = new AtomicInteger(passing);
    this.longest = longest;
  }

  boolean reached() {
    return reached.getCount() == 0;
  }

  void release() {
    released.countDown();
  }

  @Override
  public void accept(Exchange exchange) {
    if (passing.getAndDecrement() > 0) {
      return;
    }
    reached.countDown();
    try {
      released.await(longest.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
  }
}
