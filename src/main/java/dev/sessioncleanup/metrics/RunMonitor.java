package dev.sessioncleanup.metrics;

import dev.sessioncleanup.sweep.RunInProgress;
import dev.sessioncleanup.sweep.RunSummary;
import dev.sessioncleanup.sweep.SweepRequest;
import java.util.List;
import java.util.function.Supplier;

/** Follows the runs of one command and sends their metrics. Never fails, never blocks for long. */
public interface RunMonitor extends AutoCloseable {

  /** Where no export is configured. */
  RunMonitor NONE =
      new RunMonitor() {
        @Override
        public void begin(SweepRequest request, Supplier<List<RunInProgress>> runs) {}

        @Override
        public void ended(List<RunSummary> summaries) {}

        @Override
        public void close() {}
      };

  /**
   * The runs of the command begin. A dry run has no metrics.
   *
   * @param runs all runs so far
   */
  void begin(SweepRequest request, Supplier<List<RunInProgress>> runs);

  /** The runs have ended. */
  void ended(List<RunSummary> summaries);

  /**
   * Sends the last figures; returns after cleanup.metrics-timeout at most, whatever becomes of
   * them.
   */
  @Override
  void close();
}
