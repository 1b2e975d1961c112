package dev.sessioncleanup.pacing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * One row of the rate table, as the simulator saw it.
 *
 * @param most requests in the busiest second
 * @param used share of the ceiling between the first and the last request
 * @param stalled how long the machine kept threads waiting at worst
 */
record PaceRow(
    int rate,
    int processes,
    Duration reply,
    int requests,
    int most,
    double used,
    Duration stalled) {
  static final String HEAD =
      "ceiling  processes  reply    requests  busiest second  allowed  share used  machine stalled";

  /** Sweeps the whole backlog with that many processes at once and looks at what arrived. */
  static PaceRow measure(int rate, int processes, Duration reply, int sessions)
      throws InterruptedException {
    try (SweepStage stage = new SweepStage(sessions);
        Stalls stalls = new Stalls()) {
      stage.pave.replyDelay(reply);
      List<SweepProcess> sweeps = new ArrayList<>();
      for (int i = 0; i < processes; i++) {
        sweeps.add(stage.start("--rate=" + rate + "/s", "--cleanup.max-in-flight=1000"));
      }
      Duration patience = Duration.ofSeconds(120 + 3L * sessions / rate);
      for (SweepProcess sweep : sweeps) {
        int code = sweep.exitCode(patience);
        if (code != 0) {
          throw new AssertionError("exit code " + code + ": " + sweep.errors() + sweep.output());
        }
      }
      return new PaceRow(
          rate,
          processes,
          reply,
          stage.pave.log().size(),
          stage.pave.maxRequestsIn(Duration.ofSeconds(1)),
          stage.pave.achievedRate() / rate,
          stalls.longest());
    }
  }

  /** One request more for the network's jitter, two in a hundred at high rates. */
  int allowed() {
    return Math.max(rate + 1, (int) (rate * 1.02));
  }

  /** And those that the machine held back until they came with later ones. */
  int allowedOnThisMachine() {
    return allowed() + (int) (rate * stalled.toNanos() / 1_000_000_000);
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%5d/s  %9d  %4d ms  %8d  %14d  %7d  %9.2f%%  %12d ms",
        rate,
        processes,
        reply.toMillis(),
        requests,
        most,
        allowed(),
        100 * used,
        stalled.toMillis());
  }
}
