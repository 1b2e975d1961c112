package dev.sessioncleanup.concurrent;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A value that the thread which created the promise waits for. Only the first value counts. */
public final class Promise<T> {
  private final Scheduler scheduler;
  private final Thread owner = Thread.currentThread();
  private final AtomicReference<@Nullable T> value = new AtomicReference<>();

  public Promise(Scheduler scheduler) {
    this.scheduler = scheduler;
  }

  /** Waits for the value. Only the thread that created the promise may call this. */
  public T await() {
    for (T found = value.get(); ; found = value.get()) {
      if (found != null) {
        return found;
      }
      scheduler.park();
    }
  }

  /** Whether there is a value. */
  public boolean isDone() {
    return value.get() != null;
  }

  /** Sets the value and wakes the owner; returns false when there is already a value. */
  public boolean complete(T found) {
    boolean first = value.compareAndSet(null, found);
    scheduler.unpark(owner);
    return first;
  }
}
