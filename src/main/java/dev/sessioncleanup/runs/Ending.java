package dev.sessioncleanup.runs;

import org.jspecify.annotations.Nullable;

/**
 * How a run ended.
 *
 * @param reason one line for people, null when the kind says everything
 */
public record Ending(Kind kind, @Nullable String reason) {

  /** Another process has taken over the run and will write its ending. */
  public static final Ending TAKEN_OVER =
      new Ending(
          Kind.UNAVAILABLE,
          "another process took over this run while this one was disconnected from the database");

  /** The endings of the contract, with the run's state and the program's exit code. */
  public enum Kind {
    COMPLETE(RunState.COMPLETE, 0),
    LIMIT(RunState.PARTIAL, 3),
    TIME_BUDGET(RunState.PARTIAL, 3),
    STOPPED(RunState.PARTIAL, 3),
    CANCELLED(RunState.CANCELLED, 3),
    GUARD(RunState.ABORTED, 4),
    BREAKER(RunState.ABORTED, 4),
    SOME_FAILED(RunState.PARTIAL, 7),
    FAULT(RunState.FAILED, 1),
    UNAVAILABLE(RunState.FAILED, 5),
    REFUSED(RunState.FAILED, 6),
    /** The account cannot be used with its settings; no run is written. */
    SETTINGS(RunState.FAILED, 2);

    private final RunState state;
    private final int exitCode;

    Kind(RunState state, int exitCode) {
      this.state = state;
      this.exitCode = exitCode;
    }

    public RunState state() {
      return state;
    }

    public int exitCode() {
      return exitCode;
    }

    /** Whether the same command starts a new run afterwards; otherwise it resumes this one. */
    public boolean isFinal() {
      return state != RunState.FAILED;
    }
  }
}
