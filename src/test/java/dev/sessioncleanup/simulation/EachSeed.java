package dev.sessioncleanup.simulation;

import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Runs a test with several seeds: it must pass with every interleaving of its threads. */
public final class EachSeed {
  private static final int SEEDS = 20;
  private static final long LONGEST = TimeUnit.HOURS.toNanos(12);

  private EachSeed() {}

  /** The test may start further threads; it is over when all of them have ended. */
  public static void run(Consumer<SeededScheduler.SimulatedThreads> test) {
    for (int seed = 1; seed <= SEEDS; seed++) {
      SeededScheduler scheduler = new SeededScheduler(seed, false);
      SeededScheduler.SimulatedThreads threads = scheduler.process("test");
      threads.start("test", () -> test.accept(threads));
      try {
        scheduler.run(LONGEST);
      } catch (AssertionError failure) {
        throw new AssertionError("seed %d: %s".formatted(seed, failure.getMessage()), failure);
      }
    }
  }
}
