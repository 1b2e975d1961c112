package dev.sessioncleanup.engine;

import dev.sessioncleanup.concurrent.Scheduler;
import dev.sessioncleanup.concurrent.Waiter;
import dev.sessioncleanup.runs.Ending;
import dev.sessioncleanup.runs.RunControl;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts the engine's threads; a fault in any of them ends the run. Safe for use by many threads.
 */
final class EngineThreads {
  private static final Logger log = LoggerFactory.getLogger(EngineThreads.class);
  private static final long LONGEST_WAIT = TimeUnit.MILLISECONDS.toNanos(500);

  private final Scheduler scheduler;
  private final RunControl control;
  private final Waiter closing;
  private final AtomicInteger running = new AtomicInteger();

  EngineThreads(Scheduler scheduler, RunControl control) {
    this.scheduler = scheduler;
    this.control = control;
    this.closing = new Waiter(scheduler);
  }

  /** Starts a thread that {@link #awaitEnd} waits for. */
  void start(String name, Runnable task) {
    running.incrementAndGet();
    startWorker(
        name,
        task,
        () -> {
          running.decrementAndGet();
          closing.changed();
        });
  }

  /**
   * Starts a thread.
   *
   * @param afterwards runs on the same thread after the task, also if the task throws
   */
  void startWorker(String name, Runnable task, Runnable afterwards) {
    scheduler.start(
        name,
        () -> {
          try {
            guarded(task);
          } finally {
            afterwards.run();
          }
        });
  }

  /** Waits until the threads have ended, or the grace period of a stop is over. */
  void awaitEnd() {
    control.onEnd(closing::changed);
    while (running.get() > 0 && !control.outOfTime()) {
      closing.await(() -> running.get() == 0 || control.outOfTime(), nextCheck());
    }
  }

  /** When a thread that waits for the engine's end checks again, on the monotonic clock. */
  long nextCheck() {
    return Math.min(control.deadline(), scheduler.nanos() + LONGEST_WAIT);
  }

  private void guarded(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException | Error fault) {
      log.error("The run ends because of a fault of the program.", fault);
      control.end(Ending.Kind.FAULT, "a fault of the program: " + fault);
    }
  }
}
