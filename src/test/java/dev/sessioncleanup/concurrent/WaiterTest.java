package dev.sessioncleanup.concurrent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessioncleanup.simulation.EachSeed;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class WaiterTest {
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  @Test
  void waitContinuesUntilTheConditionHolds() {
    EachSeed.run(
        threads -> {
          AtomicInteger count = new AtomicInteger();
          Waiter waiter = new Waiter(threads);
          for (int i = 0; i < 10; i++) {
            threads.start(
                "counter",
                () -> {
                  count.incrementAndGet();
                  waiter.changed();
                });
          }

          waiter.await(() -> count.get() == 10);
          assertThat(count).hasValue(10);
        });
  }

  @Test
  void waitEndsAtItsDeadline() {
    EachSeed.run(
        threads -> {
          Waiter waiter = new Waiter(threads);
          long until = threads.nanos() + 3 * SECOND;
          threads.start("other", waiter::changed);

          assertThat(waiter.await(() -> false, until)).isFalse();
          assertThat(threads.nanos()).isEqualTo(until);
        });
  }

  @Test
  void conditionThatHoldsIsNotWaitedFor() {
    EachSeed.run(
        threads -> {
          long now = threads.nanos();

          assertThat(new Waiter(threads).await(() -> true, now - SECOND)).isTrue();
          assertThat(threads.nanos()).isEqualTo(now);
        });
  }

  @Test
  void firstValueOfAPromiseIsKept() {
    EachSeed.run(
        threads -> {
          Promise<Integer> promise = new Promise<>(threads);
          AtomicInteger firsts = new AtomicInteger();
          AtomicInteger first = new AtomicInteger();
          for (int i = 1; i <= 5; i++) {
            int value = i;
            threads.start(
                "giver",
                () -> {
                  if (promise.complete(value)) {
                    firsts.incrementAndGet();
                    first.set(value);
                  }
                });
          }
          assertThat(promise.isDone()).isFalse();

          assertThat(promise.await()).isEqualTo(first.get());
          threads.sleepUntil(threads.nanos() + SECOND);
          assertThat(promise.await()).isEqualTo(first.get());
          assertThat(firsts).hasValue(1);
        });
  }
}
