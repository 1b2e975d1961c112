package dev.sessioncleanup.restart;

import java.io.PrintStream;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/**
 * Kills and restarts the real program at seeded moments, with PAVE and the database misbehaving.
 * {@code -Drestart.rounds=200 -Drestart.seed=N} runs it long, or one story again.
 */
@ProcessTest
class RestartRoundsTest {
  private static final PrintStream OUT = System.out;
  private static final int ROUNDS = Integer.getInteger("restart.rounds", 12);

  /** Rounds that were asked for are all played; the default stops where its time is used up. */
  static final boolean LONG = System.getProperty("restart.rounds") != null;

  static final long SEED = Long.getLong("restart.seed", System.nanoTime() % 1_000_000);
  private static final Duration BUDGET = LONG ? Duration.ofDays(1) : Duration.ofSeconds(40);

  @Test
  void everyEligibleSessionHasOneTrueOutcomeWhateverIsDone() {
    Figures figures = new Figures();
    long start = System.nanoTime();
    OUT.printf("restart: %d rounds from -Drestart.seed=%d%n", ROUNDS, SEED);
    try (RestartableDatabase database = new RestartableDatabase()) {
      for (long seed = SEED; seed < SEED + ROUNDS && left(start); seed++) {
        play(database, seed, figures);
        if ((seed - SEED + 1) % 10 == 0) {
          OUT.println("restart: " + figures);
        }
      }
    } finally {
      OUT.println("restart: " + figures);
    }
  }

  private static boolean left(long start) {
    return System.nanoTime() - start < BUDGET.toNanos();
  }

  private static void play(RestartableDatabase database, long seed, Figures figures) {
    try (World world = database.world()) {
      new Round(database, world, seed, figures).play();
    } catch (AssertionError failure) {
      throw new AssertionError("-Drestart.rounds=1 -Drestart.seed=" + seed, failure);
    }
  }
}
