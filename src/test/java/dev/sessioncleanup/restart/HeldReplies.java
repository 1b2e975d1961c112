package dev.sessioncleanup.restart;

import dev.sessioncleanup.simulator.Exchange;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** Lets some replies of PAVE pass, then holds all back until they are released. */
final class HeldReplies implements Consumer<Exchange> {
  private static final int LONGEST_SECONDS = 2;

  private final AtomicInteger passing;
  private final CountDownLatch reached = new CountDownLatch(1);
  private final CountDownLatch released = new CountDownLatch(1);

  HeldReplies(int passing) {
    this.passing = new AtomicInteger(passing);
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
      released.await(LONGEST_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
  }
}
