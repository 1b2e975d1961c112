package dev.sessioncleanup.explain;

import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the next run of an account would do.
 *
 * @param objection why a guard would stop the run, null when none would
 */
public record NextRunOfAccount(
    String account,
    NextRun.Scope scope,
    Map<NextStep, NextRun.Count> counts,
    @Nullable String objection) {

  long of(NextStep step) {
    NextRun.Count count = counts.get(step);
    return count == null ? 0 : count.sessions();
  }

  long of(NextStep.Action action) {
    return counts.entrySet().stream()
        .filter(entry -> entry.getKey().action() == action)
        .mapToLong(entry -> entry.getValue().sessions())
        .sum();
  }

  /** When the oldest session was created that would be deleted. */
  Optional<Instant> oldest() {
    return counts.entrySet().stream()
        .filter(entry -> entry.getKey().action() == NextStep.Action.DELETE)
        .map(entry -> entry.getValue().oldest())
        .filter(Objects::nonNull)
        .min(Instant::compareTo);
  }
}
