package dev.sessioncleanup.audit;

import org.jspecify.annotations.Nullable;

/**
 * How a run ended.
 *
 * @param reason one line for people, null when all is said by the kind
 */
public record Ending(Kind kind, @Nullable String reason) {

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
    REFUSED(RunState.FAILED, 6);

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
  }
}
