package dev.sessioncleanup.runs;

import dev.sessioncleanup.settings.Rate;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What operators ask of a run.
 *
 * @param rate the ceiling that an operator has set, null for that of the command
 * @param pausedBy who paused the run, null if it is not paused or nobody is on record
 * @param pausedAt when, null as above
 * @param unconfirmed the last event that is not in effect yet, 0 if there is none
 */
public record Orders(
    RunState state,
    @Nullable Rate rate,
    @Nullable String pausedBy,
    @Nullable Instant pausedAt,
    long unconfirmed) {

  /** Nothing is asked. */
  public static final Orders NONE = new Orders(RunState.RUNNING, null, null, null, 0);

  public boolean paused() {
    return state == RunState.PAUSED;
  }
}
