package dev.sessioncleanup.dispatch;

import dev.sessioncleanup.concurrent.Scheduler;
import dev.sessioncleanup.pacing.Ceiling;
import dev.sessioncleanup.pacing.SlotSpacing;
import java.util.concurrent.TimeUnit;

/** Decides when slots are requested again. Not safe for use by many threads. */
final class AskTimes {
  private static final long PAUSED_WAIT = TimeUnit.MILLISECONDS.toNanos(200);

  private final Ceiling ceiling;
  private final Scheduler scheduler;
  private SlotSpacing spacing;
  private long askAt;

  AskTimes(Ceiling ceiling, Scheduler scheduler) {
    this.ceiling = ceiling;
    this.spacing = ceiling.spacing();
    this.scheduler = scheduler;
    this.askAt = scheduler.nanos();
  }

  /** The time of the next request, nanoseconds of the monotonic clock. */
  long next() {
    askAtOnceAfterAChange();
    return askAt;
  }

  boolean isLater() {
    askAtOnceAfterAChange();
    return askAt - scheduler.nanos() > 0;
  }

  /** At another ceiling the next slot may be much earlier. */
  private void askAtOnceAfterAChange() {
    SlotSpacing now = ceiling.spacing();
    if (!now.equals(spacing)) {
      spacing = now;
      askAt = scheduler.nanos();
    }
  }

  /** A slot was granted that starts at this time. */
  void granted(long start) {
    askAt = spacing.askAfter(start);
  }

  /** No slot was granted; the limiter says when a new request can get one. */
  void waitUntil(long earliest) {
    askAt = spacing.askAfterWait(earliest, scheduler.nanos());
  }

  /** The run is paused. */
  void paused() {
    askAt = scheduler.nanos() + PAUSED_WAIT;
  }
}
