package dev.sessioncleanup.restart;

import java.io.PrintStream;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/**
 * Kills and restarts the real program at seeded points, with faults of PAVE and the database.
 * {@code -Drestart.rounds=200} runs more rounds; {@code -Drestart.seed=N} repeats a seed.
 */
@ProcessTest
class RestartRoundsTest {
  private static final PrintStream OUT = System.out;
  private static final int ROUNDS = Integer.getInteger("restart.rounds", 12);

  /** Requested rounds all run; by default the test stops after its time limit. */
  static final boolean LONG = System.getProperty("restart.rounds") != null;

  static final long SEED = Long.getLong("restart.seed", System.nanoTime() % 1_000_000);
  private static final Duration BUDGET = LONG ? Duration.ofDays(1) : Duration.ofSeconds(40);

  @Test
  void everyEligibleSessionHasOneCorrectOutcome() {
    RoundStats stats = new RoundStats();
    long start = System.nanoTime();
    OUT.printf("restart: %d rounds from -Drestart.seed=%d%n", ROUNDS, SEED);
    try (RestartableDatabase database = new RestartableDatabase()) {
      for (long seed = SEED; seed < SEED + ROUNDS && left(start); seed++) {
        run(database, seed, stats);
        if ((seed - SEED + 1) % 10 == 0) {
          OUT.println("restart: " + stats);
        }
      }
    } finally {
      OUT.println("restart: " + stats);
    }
  }

  private static boolean left(long start) {
    return System.nanoTime() - start < BUDGET.toNanos();
  }

  private static void run(RestartableDatabase database, long seed, RoundStats stats) {
    try (ProcessWorld world = database.world()) {
      new Round(database, world, seed, stats).run();
    } catch (AssertionError failure) {
      throw new AssertionError("-Drestart.rounds=1 -Drestart.seed=" + seed, failure);
    }
  }
}
