package dev.sessioncleanup.runs;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The table of runs. A run belongs to one process. Every method is one short committed transaction
 * that compares before it sets, and throws Spring's DataAccessException.
 */
public interface Runs {

  /**
   * A process that begins to work on a run.
   *
   * @param host where it runs
   * @param requestedBy who requested its command
   * @param options the options and settings in force, by name
   */
  record Begun(String host, String requestedBy, Map<String, String> options) {
    public Begun {
      options = Map.copyOf(options);
    }
  }

  /** The current time of the database minus this age. */
  Instant cutoff(Duration age);

  /** Plans a run. Its cutoff is fixed now: the current time of the database minus this age. */
  Run plan(RunCommand command, Duration age, @Nullable String requestedBy);

  /**
   * Takes over the oldest run of the same command that was killed or failed and whose process is
   * dead; of a saved plan that somebody carries out, its own run. Also returns a run that this
   * process took over when the reply was lost.
   */
  Optional<Run> takeOver(RunCommand command);

  /**
   * Marks the run as running; false when it no longer belongs to this process.
   *
   * @param planned sessions of the whole run
   * @param jobInstance the id of its Spring Batch job instance
   */
  boolean start(long runId, long planned, long jobInstance);

  /** Stores with the run which process begins to work on it, and with which options. */
  void begun(long runId, Begun by);

  /** What operators ask of the run; empty when it no longer belongs to this process. */
  Optional<Orders> orders(long runId);

  /**
   * Stores that what operators asked for is in effect.
   *
   * @param last the last event that is
   */
  void confirm(long runId, long last);

  /**
   * Writes the final state; false when the run already has one or no longer belongs to this
   * process.
   */
  boolean finish(long runId, Ending ending);

  /** Whether the run has its final state and its process is dead. */
  boolean isOver(long runId);

  /** The current row of the run. */
  Optional<Run> find(long runId);

  /** Counts of the run's audit rows. */
  RunCounts counts(long runId);
}
