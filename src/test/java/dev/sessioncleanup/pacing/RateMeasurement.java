package dev.sessioncleanup.pacing;

import dev.sessioncleanup.simulator.Exchange;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * One row of the rate table, measured by the simulator.
 *
 * @param most requests in the busiest second
 * @param used share of the ceiling between the first and the last request
 * @param usedWarm the same without the first three seconds, in which cold processes reach the pace
 * @param stalled the longest time the machine delayed a thread
 */
record RateMeasurement(
    int rate,
    int processes,
    Duration reply,
    int requests,
    int most,
    double used,
    double usedWarm,
    Duration stalled) {
  private static final long WARMING_UP = TimeUnit.SECONDS.toNanos(3);

  static final String HEAD =
      "ceiling  processes  reply    requests  busiest second  allowed  share used  once warm  machine stalled";

  /** Sweeps the whole backlog with several processes at once and measures the requests. */
  static RateMeasurement measure(int rate, int processes, Duration reply, int sessions)
      throws InterruptedException {
    try (SweepFixture fixture = new SweepFixture(sessions);
        Stalls stalls = new Stalls()) {
      fixture.pave.replyDelay(reply);
      List<SweepProcess> sweeps = new ArrayList<>();
      for (int i = 0; i < processes; i++) {
        sweeps.add(fixture.start("--rate=" + rate + "/s", "--cleanup.max-in-flight=1000"));
      }
      Duration timeout = Duration.ofSeconds(120 + 3L * sessions / rate);
      for (SweepProcess sweep : sweeps) {
        int code = sweep.exitCode(timeout);
        if (code != 0) {
          throw new AssertionError("exit code " + code + ": " + sweep.errors() + sweep.output());
        }
      }
      return new RateMeasurement(
          rate,
          processes,
          reply,
          fixture.pave.log().size(),
          fixture.pave.maxRequestsIn(Duration.ofSeconds(1)),
          fixture.pave.achievedRate() / rate,
          warmRate(fixture.pave.log()) / rate,
          stalls.longest());
    }
  }

  private static double warmRate(List<Exchange> log) {
    long[] times = log.stream().mapToLong(Exchange::nanoTime).sorted().toArray();
    int from = 0;
    while (times[from] - times[0] < WARMING_UP && from < times.length - 1) {
      from++;
    }
    long span = times[times.length - 1] - times[from];
    return span == 0 ? 0 : (times.length - 1 - from) * 1e9 / span;
  }

  /** Tolerates one more request for network jitter, 2 % at high rates. */
  int allowed() {
    return Math.max(rate + 1, (int) (rate * 1.02));
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%5d/s  %9d  %4d ms  %8d  %14d  %7d  %9.2f%%  %8.2f%%  %12d ms",
        rate,
        processes,
        reply.toMillis(),
        requests,
        most,
        allowed(),
        100 * used,
        100 * usedWarm,
        stalled.toMillis());
  }
}
