package dev.sessioncleanup.restart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessioncleanup.truth.Truth;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What the audit must contain once the same command completes. */
final class EndState {
  private EndState() {}

  /**
   * Asserts that all eligible sessions are done, no other session was touched, and all outcomes are
   * correct.
   */
  static void assertExact(ProcessWorld world) {
    List<String> errors = new ArrayList<>(Truth.errors(world));
    Map<String, String> outcomes = Truth.outcomes(world);
    Map<String, Long> sent = world.pave.deletesByKey();
    for (Session session : world.sessions()) {
      String outcome = outcomes.getOrDefault(session.key(), "none");
      if (session.eligible() && !isFinal(session, outcome)) {
        errors.add(session + " has no final outcome: " + outcome);
      }
      boolean touched = outcomes.containsKey(session.key()) || sent.containsKey(session.key());
      if (!session.eligible() && touched) {
        errors.add(session + " is not eligible, and has: " + outcome);
      }
    }
    errors.addAll(unfinishedRuns(world));
    assertThat(errors).as("what is wrong at the end").isEmpty();
  }

  /** A spoilt 400 to the DELETE of a started session is followed by a GET, which says not_idle. */
  private static boolean isFinal(Session session, String outcome) {
    boolean started = !List.of("IDLE", Session.UNKNOWN).contains(session.paveStatus());
    return outcome.matches(".*(removed|started|missing).*")
        || (started && outcome.equals("not_idle"));
  }

  private static List<String> unfinishedRuns(ProcessWorld world) {
    return world.texts(
        """
        select 'run ' || run_id || ' is left ' || state || ' (' || coalesce(reason, '') || ')' from cleanup_run
        where state in ('planned', 'running', 'paused', 'failed') or finished_at is null
        union all
        select 'job execution ' || job_execution_id || ' is ' || status from batch_job_execution
        where status not in ('COMPLETED', 'FAILED', 'STOPPED')
        union all
        select 'step execution ' || step_execution_id || ' is UNKNOWN' from batch_step_execution where status = 'UNKNOWN'
        order by 1
        """);
  }
}
