package dev.sessioncleanup.concurrent;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** A queue with many producers and one consumer, which takes entries in batches. */
public final class BatchQueue<T> {
  private final Scheduler scheduler;
  private final Waiter consumer;
  private final ConcurrentLinkedQueue<T> entries = new ConcurrentLinkedQueue<>();
  private final AtomicInteger size = new AtomicInteger();
  private volatile boolean closed;

  public BatchQueue(Scheduler scheduler) {
    this.scheduler = scheduler;
    this.consumer = new Waiter(scheduler);
  }

  public void add(T entry) {
    size.incrementAndGet();
    entries.add(entry);
    consumer.changed();
  }

  /** The number of entries that were not taken yet. */
  public int size() {
    return size.get();
  }

  /** Closes the queue: the consumer takes the remaining entries, then gets empty batches. */
  public void close() {
    closed = true;
    consumer.changed();
  }

  /**
   * Waits for an entry, and then a little longer so that others can join the batch.
   *
   * @param most largest number of entries in the batch
   * @param gatherNanos how long to wait for more entries, nanoseconds
   * @return empty when the queue is closed and empty
   */
  public List<T> take(int most, long gatherNanos) {
    consumer.await(() -> !entries.isEmpty() || closed);
    if (size.get() < most && !closed) {
      scheduler.sleepUntil(scheduler.nanos() + gatherNanos);
    }
    return poll(most);
  }

  /** Takes the entries that are in the queue, without waiting. */
  public List<T> poll(int most) {
    List<T> batch = new ArrayList<>();
    while (batch.size() < most) {
      T entry = entries.poll();
      if (entry == null) {
        break;
      }
      batch.add(entry);
      size.decrementAndGet();
    }
    return batch;
  }
}
