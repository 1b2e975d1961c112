package dev.sessioncleanup.pacing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessioncleanup.database.DatabaseTest;
import dev.sessioncleanup.simulator.Fault;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** PAVE accepts half of the run's rate and throttles the rest without Retry-After. */
@DatabaseTest
@PaceTest
class LimiterTest {
  private static final int SESSIONS = 120;
  private static final int CEILING = 40;
  private static final int LIMIT = 20;
  private static final int BURST = 3;

  private double tokens = BURST;
  private long filled = System.nanoTime();

  @Test
  void sweepCompletesInTimeWhenPaveAcceptsHalfOfItsRate() {
    try (SweepFixture fixture = new SweepFixture(SESSIONS)) {
      fixture.pave.faults(
          request -> takes() ? Optional.empty() : Optional.of(Fault.throttle(null)));

      int exitCode = fixture.sweep("--rate=" + CEILING + "/s");

      Duration sending = fixture.sending();
      System.out.printf(
          "limiter of %d/s: %d sessions in %d ms, %d refused%n",
          LIMIT, SESSIONS, sending.toMillis(), fixture.pave.log().size() - SESSIONS);
      assertThat(exitCode).isZero();
      assertThat(fixture.outcomes()).isEqualTo(Map.of("removed", (long) SESSIONS));
      // Doubling waits would take more than a minute.
      assertThat(sending).isLessThan(Duration.ofSeconds(3L * SESSIONS / LIMIT));
    }
  }

  private synchronized boolean takes() {
    long now = System.nanoTime();
    tokens = Math.min(BURST, tokens + (now - filled) * LIMIT / 1e9);
    filled = now;
    if (tokens < 1) {
      return false;
    }
    tokens--;
    return true;
  }
}
