package dev.sessioncleanup.sweep;

import dev.sessioncleanup.ledger.Outcome;
import dev.sessioncleanup.runs.Run;
import dev.sessioncleanup.runs.RunCounts;
import dev.sessioncleanup.runs.RunStats;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * How far a run is, all processes that worked on it included. Sessions that this process took over
 * from other runs count for those runs and stand apart.
 *
 * @param planned sessions of the run, never fewer than those that have an outcome
 * @param outcomes of the run
 * @param takenOver sessions that this process finished for other runs, by run
 * @param calls of this process
 */
public record RunFigures(
    long planned, Map<Outcome, Long> outcomes, Map<Long, Long> takenOver, RunStats.Snapshot calls) {

  /**
   * @param before what the audit said about the run when this process began it
   * @param plan of this process
   */
  static RunFigures of(Run run, RunCounts before, Plan plan, RunStats.Snapshot calls) {
    Map<Outcome, Long> outcomes = new EnumMap<>(Outcome.class);
    outcomes.putAll(before.outcomes());
    Map<Long, Long> takenOver = new TreeMap<>();
    calls
        .outcomes()
        .forEach(
            (runId, counts) -> {
              if (runId == run.runId()) {
                counts.forEach((outcome, count) -> outcomes.merge(outcome, count, Long::sum));
              } else {
                takenOver.put(runId, sum(counts));
              }
            });
    long planned = Math.max(before.claimed() + plan.own(), sum(outcomes));
    return new RunFigures(planned, outcomes, takenOver, calls);
  }

  public long of(Outcome outcome) {
    return outcomes.getOrDefault(outcome, 0L);
  }

  /** Sessions of the run that have an outcome. */
  public long done() {
    return sum(outcomes);
  }

  private static long sum(Map<Outcome, Long> counts) {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }
}
