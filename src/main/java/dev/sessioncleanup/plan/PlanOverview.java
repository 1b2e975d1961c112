package dev.sessioncleanup.plan;

import dev.sessioncleanup.sweep.Plan;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a run of one account would do.
 *
 * @param createdBefore the cutoff
 * @param months eligible sessions by month of creation (UTC), like 2026-10
 * @param leftAlone sessions that the run does not touch, by reason
 * @param objection why a guard would stop the run, null when none does
 */
public record PlanOverview(
    String account,
    Instant createdBefore,
    Plan plan,
    Map<String, Long> months,
    Map<String, Long> leftAlone,
    @Nullable String objection) {
  public PlanOverview {
    months = Collections.unmodifiableMap(new LinkedHashMap<>(months));
    leftAlone = Collections.unmodifiableMap(new LinkedHashMap<>(leftAlone));
  }

  /** The number of sessions that would be deleted; 0 when a guard would stop the run. */
  public long toDelete() {
    return objection == null ? plan.count() : 0;
  }
}
