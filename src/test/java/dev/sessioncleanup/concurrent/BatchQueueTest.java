package dev.sessioncleanup.concurrent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessioncleanup.simulation.EachSeed;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class BatchQueueTest {
  private static final long GATHER = TimeUnit.MILLISECONDS.toNanos(20);

  @Test
  void everyEntryIsTakenOnceInOrder() {
    EachSeed.run(
        threads -> {
          BatchQueue<Integer> queue = new BatchQueue<>(threads);
          for (int producer = 0; producer < 3; producer++) {
            int first = producer * 100;
            threads.start(
                "producer",
                () -> {
                  for (int i = 0; i < 50; i++) {
                    queue.add(first + i);
                    threads.yieldToOthers();
                  }
                });
          }
          List<Integer> taken = new ArrayList<>();
          while (taken.size() < 150) {
            List<Integer> batch = queue.take(7, 0);
            assertThat(batch).isNotEmpty().hasSizeLessThanOrEqualTo(7);
            taken.addAll(batch);
          }

          assertThat(taken).doesNotHaveDuplicates();
          for (int first : List.of(0, 100, 200)) {
            assertThat(taken).filteredOn(entry -> entry / 100 == first / 100).isSorted();
          }
          assertThat(queue.size()).isZero();
        });
  }

  @Test
  void consumerWaitsForTheBatchToFill() {
    EachSeed.run(
        threads -> {
          BatchQueue<Integer> queue = new BatchQueue<>(threads);
          long begun = threads.nanos();
          threads.start(
              "producer",
              () -> {
                queue.add(1);
                threads.sleepUntil(begun + GATHER - 1);
                queue.add(2);
              });

          assertThat(queue.take(9, GATHER)).containsExactly(1, 2);
          assertThat(threads.nanos() - begun).isEqualTo(GATHER);
        });
  }

  @Test
  void fullBatchIsTakenAtOnce() {
    EachSeed.run(
        threads -> {
          BatchQueue<Integer> queue = new BatchQueue<>(threads);
          long begun = threads.nanos();
          List.of(1, 2, 3).forEach(queue::add);

          assertThat(queue.take(2, GATHER)).containsExactly(1, 2);
          assertThat(threads.nanos()).isEqualTo(begun);
        });
  }

  @Test
  void closedQueueReturnsTheRemainingEntriesAndThenNone() {
    EachSeed.run(
        threads -> {
          BatchQueue<Integer> queue = new BatchQueue<>(threads);
          threads.start(
              "producer",
              () -> {
                queue.add(1);
                queue.close();
              });

          assertThat(queue.take(9, GATHER)).containsExactly(1);
          assertThat(queue.take(9, GATHER)).isEmpty();
        });
  }
}
