package dev.sessioncleanup.pacing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sessioncleanup.database.DatabaseTest;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An independent check: nginx with the run's ceiling as its limit and a burst of 2. */
@DatabaseTest
@PaceTest
class NginxRateTest {
  private static final int SECONDS = 4;
  private static final int TRIES = 3;

  private record Verdict(int exitCode, Map<String, Long> statuses, Duration stalled) {}

  @ParameterizedTest
  @ValueSource(ints = {20, 50, 100})
  void nginxRefusesNothing(int rate) throws IOException {
    Verdict verdict = measure(rate);
    // Requests that a stalled machine delays arrive together; that is no fault of the program.
    for (int i = 1; i < TRIES && disturbed(verdict, rate); i++) {
      System.out.println("nginx at " + rate + "/s, disturbed: " + verdict);
      verdict = measure(rate);
    }
    System.out.println("nginx at " + rate + "/s: " + verdict);
    assumeTrue(!disturbed(verdict, rate), "the machine stalled each time: " + verdict);

    assertThat(verdict.statuses()).isEqualTo(Map.of("200", (long) rate * SECONDS));
    assertThat(verdict.exitCode()).isZero();
  }

  private static boolean disturbed(Verdict verdict, int rate) {
    return verdict.statuses().containsKey("429")
        && verdict.stalled().toNanos() > 1_000_000_000L / rate;
  }

  private static Verdict measure(int rate) throws IOException {
    try (SweepFixture fixture = new SweepFixture(rate * SECONDS);
        Nginx nginx = Nginx.before(fixture.pave.baseUrl(), rate);
        Stalls stalls = new Stalls()) {
      int exitCode = fixture.sweep(nginx.address("/v1"), "--rate=" + rate + "/s");
      return new Verdict(exitCode, nginx.statuses(), stalls.longest());
    }
  }
}
