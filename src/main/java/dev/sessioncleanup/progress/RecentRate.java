package dev.sessioncleanup.progress;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;

/** A count's rate over the last ten seconds. Not safe for use by many threads. */
public final class RecentRate {
  private static final long WINDOW = TimeUnit.SECONDS.toNanos(10);

  private final Deque<Sample> samples = new ArrayDeque<>();

  private record Sample(long nanos, long count) {}

  /**
   * @param begun when the count was 0
   */
  public RecentRate(long begun) {
    samples.add(new Sample(begun, 0));
  }

  /**
   * The rate a second after this sample.
   *
   * @param nanos on the monotonic clock, never less than before
   */
  public double after(long nanos, long count) {
    while (samples.size() > 1 && nanos - samples.getFirst().nanos() > WINDOW) {
      samples.removeFirst();
    }
    Sample first = samples.getFirst();
    samples.addLast(new Sample(nanos, count));
    long time = nanos - first.nanos();
    return time <= 0 ? 0 : Math.max(0, (count - first.count()) * 1e9 / time);
  }
}
