package dev.sessioncleanup.runs;

import dev.sessioncleanup.concurrent.Scheduler;
import dev.sessioncleanup.concurrent.Waiter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Whether a run continues. Only the first ending counts. Safe for use by many threads. */
public final class RunControl {
  private final Scheduler scheduler;
  private final AtomicReference<@Nullable Ending> ending = new AtomicReference<>();
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private volatile @Nullable Duration elapsed;
  private final long begun;
  private volatile long deadline = Long.MAX_VALUE;

  public RunControl(Scheduler scheduler) {
    this.scheduler = scheduler;
    this.begun = scheduler.nanos();
  }

  /** Since this process began with the run, until it was done with it. */
  public Duration elapsed() {
    Duration whole = elapsed;
    return whole == null ? Duration.ofNanos(scheduler.nanos() - begun) : whole;
  }

  public boolean isOver() {
    return elapsed != null;
  }

  /** This process is done with the run. */
  public void over() {
    elapsed = elapsed();
  }

  /** Ends the run; an earlier ending takes precedence. */
  public void end(Ending.Kind kind, @Nullable String reason) {
    end(new Ending(kind, reason));
  }

  /** Ends the run; an earlier ending takes precedence. */
  public void end(Ending how) {
    ending.compareAndSet(null, how);
    new ArrayList<>(listeners).forEach(Runnable::run);
  }

  /** Ends the run on an operator's signal; calls in flight get this long to finish. */
  public void stop(Duration grace) {
    deadline = scheduler.nanos() + grace.toNanos();
    end(Ending.Kind.STOPPED, "stopped by a signal");
  }

  /** Ends the run when that much time has passed since a moment of the scheduler's clock. */
  public void endAfter(Duration time, long since, Ending.Kind kind, String reason) {
    scheduler.start(
        "time budget",
        () -> {
          sleep(time.toNanos() - (scheduler.nanos() - since));
          end(kind, reason);
        });
  }

  public boolean ended() {
    return ending.get() != null;
  }

  public Optional<Ending> ending() {
    return Optional.ofNullable(ending.get());
  }

  /** Whether the grace period of a stop is over. */
  public boolean outOfTime() {
    return scheduler.nanos() >= deadline;
  }

  /**
   * When the grace period of a stop is over, on the monotonic clock; Long.MAX_VALUE without a stop.
   */
  public long deadline() {
    return deadline;
  }

  /** Waits for the given number of nanoseconds, or until the run ends. */
  public void sleep(long nanos) {
    Waiter waiter = new Waiter(scheduler);
    Runnable wake = waiter::changed;
    onEnd(wake);
    waiter.await(this::ended, scheduler.nanos() + nanos);
    listeners.remove(wake);
  }

  /**
   * Calls the listener when the run ends, at once if it has ended, and again at each later attempt
   * to end it.
   */
  public void onEnd(Runnable listener) {
    listeners.add(listener);
    if (ended()) {
      listener.run();
    }
  }
}
