package dev.sessioncleanup.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** -Dsimulation.seeds=N -Dsimulation.from=S runs N seeds from S on. */
class SimulationTest {
  private static final long SEEDS = Long.getLong("simulation.seeds", 2000);
  private static final long FROM = Long.getLong("simulation.from", 1);

  @Test
  void everySeedKeepsTheInvariants() throws InterruptedException {
    long begun = System.nanoTime();

    SimulationStats all = Seeds.run(FROM, SEEDS);

    double seconds = (System.nanoTime() - begun) / 1e9;
    System.out.printf("%s%n  %.0f runs a second%n", all, all.seeds / seconds);
    assertThat(all.seeds).isEqualTo(SEEDS);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 5, 8, 13, 21, 34, 55, 89})
  void sameSeedGivesTheSameRun(long seed) {
    String trace = Seeds.trace(seed);

    assertThat(trace).contains("DELETE");
    assertThat(Seeds.trace(seed)).isEqualTo(trace);
  }
}
