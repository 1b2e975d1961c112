package dev.sessioncleanup.runs;

import dev.sessioncleanup.ledger.Outcome;
import java.util.Map;

/**
 * Counts of a run's audit rows.
 *
 * @param claimed all rows of the run
 * @param sent those for which a DELETE was granted
 * @param open those without an outcome
 * @param inferred of the removed ones, those inferred from a lost reply and a later 404
 */
public record RunCounts(
    Map<Outcome, Long> outcomes, long claimed, long sent, long open, long inferred) {
  public long of(Outcome outcome) {
    return outcomes.getOrDefault(outcome, 0L);
  }
}
