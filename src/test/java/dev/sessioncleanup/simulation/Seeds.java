package dev.sessioncleanup.simulation;

import dev.sessioncleanup.simulation.SimulatedTables.Rules;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Runs simulations of many seeds in parallel. */
final class Seeds {
  private static final int THREADS = Runtime.getRuntime().availableProcessors();

  private Seeds() {}

  /** Runs all seeds; a failure shows its seed and its trace. */
  static SimulationStats run(long from, long count) throws InterruptedException {
    SimulationStats all = new SimulationStats();
    AtomicLong next = new AtomicLong(from);
    List<Future<?>> workers = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
      for (int i = 0; i < THREADS; i++) {
        workers.add(
            threads.submit(
                () -> {
                  for (long seed = next.getAndIncrement();
                      seed < from + count;
                      seed = next.getAndIncrement()) {
                    all.add(run(seed));
                  }
                }));
      }
      for (Future<?> worker : workers) {
        worker.get();
      }
    } catch (ExecutionException failed) {
      next.set(from + count);
      throw new AssertionError(String.valueOf(failed.getMessage()), failed);
    }
    return all;
  }

  private static SimulationStats run(long seed) {
    try {
      return new Simulation(seed, false).run();
    } catch (AssertionError failure) {
      throw new AssertionError(
          "seed %d (-Dsimulation.seeds=1 -Dsimulation.from=%d): %s%n%s"
              .formatted(seed, seed, failure.getMessage(), trace(seed)),
          failure);
    }
  }

  /** The trace of this seed, whether it passes or fails. */
  static String trace(long seed) {
    Simulation simulation = new Simulation(seed, true);
    try {
      simulation.run();
    } catch (AssertionError again) {
      // only the trace is needed
    }
    return simulation.trace();
  }

  /** The message of the first violated invariant; null if there is none. */
  static @Nullable String firstBroken(Rules rules, Mutant mutant, long most) {
    for (long seed = 1; seed <= most; seed++) {
      try {
        new Simulation(seed, rules, mutant, false).run();
      } catch (AssertionError broken) {
        return "seed %d: %s".formatted(seed, broken.getMessage());
      }
    }
    return null;
  }
}
