package dev.sessioncleanup.deletion;

import dev.sessioncleanup.audit.Ending;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Whether a run goes on. The first ending wins; whoever waits is woken. Safe for several threads.
 */
public final class RunControl {
  private final AtomicReference<@Nullable Ending> ending = new AtomicReference<>();
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private final LongSupplier nanos;
  private volatile long deadline;
  private volatile boolean hasDeadline;

  /**
   * @param nanos the monotonic clock
   */
  public RunControl(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /** Ends the run; an earlier ending stands. */
  public void end(Ending.Kind kind, @Nullable String reason) {
    ending.compareAndSet(null, new Ending(kind, reason));
    new ArrayList<>(listeners).forEach(Runnable::run);
  }

  /** Ends the run on an operator's signal; calls under way get this long to finish. */
  public void stop(Duration grace) {
    deadline = nanos.getAsLong() + grace.toNanos();
    hasDeadline = true;
    end(Ending.Kind.STOPPED, "stopped by a signal");
  }

  public boolean ended() {
    return ending.get() != null;
  }

  public Optional<Ending> ending() {
    return Optional.ofNullable(ending.get());
  }

  /** Whether the grace period of a stop is over. */
  public boolean outOfTime() {
    return hasDeadline && nanos.getAsLong() - deadline >= 0;
  }

  void onEnd(Runnable listener) {
    listeners.add(listener);
  }
}
