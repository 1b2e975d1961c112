package dev.sessioncleanup.operator;

import dev.sessioncleanup.settings.Rate;
import org.jspecify.annotations.Nullable;

/**
 * What an operator asks of a run.
 *
 * @param event as in {@code run_event}
 * @param rate the new ceiling, null for the other requests
 * @param actor who asks
 */
record Request(Event event, long runId, @Nullable Rate rate, String actor) {

  /** The requests, with the words of their messages. */
  enum Event {
    PAUSE("pause", "paused"),
    RESUME("resume", "resumed"),
    CANCEL("cancel", "cancelled"),
    RATE("rate", "given another rate");

    private final String sql;
    private final String done;

    Event(String sql, String done) {
      this.sql = sql;
      this.done = done;
    }

    String sql() {
      return sql;
    }

    /** Like "paused". */
    String done() {
      return done;
    }
  }
}
