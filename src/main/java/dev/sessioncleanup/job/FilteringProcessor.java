package dev.sessioncleanup.job;

import dev.sessioncleanup.audit.Claim;
import dev.sessioncleanup.audit.Finding;
import dev.sessioncleanup.audit.Outcome;
import dev.sessioncleanup.tracking.Standing;
import dev.sessioncleanup.tracking.TrackedSessions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.batch.infrastructure.item.ItemProcessor;

/**
 * Drops what is no longer IDLE or is held by now. The grant looks once more, right before each
 * call.
 */
final class FilteringProcessor implements ItemProcessor<Claims, Claims> {
  private final RunContext context;
  private final TrackedSessions tracked;
  private final Duration floor;

  FilteringProcessor(RunContext context, TrackedSessions tracked, Duration floor) {
    this.context = context;
    this.tracked = tracked;
    this.floor = floor;
  }

  @Override
  public @Nullable Claims process(Claims item) {
    List<String> keys = item.claims().stream().map(Claim::sessionKey).toList();
    Map<String, Standing> standings =
        context.patience().insist(() -> tracked.standing(keys, floor));
    List<Claim> stale = new ArrayList<>();
    List<Finding> findings = new ArrayList<>();
    for (Claim claim : item.claims()) {
      switch (standings.getOrDefault(claim.sessionKey(), Standing.NOT_IDLE)) {
        case STALE, YOUNG -> stale.add(claim);
        case HELD -> findings.add(Finding.withoutCall(claim, Outcome.HELD, "held by an operator"));
        case NOT_IDLE ->
            findings.add(
                Finding.withoutCall(
                    claim, Outcome.NOT_IDLE, "the tracking database no longer says IDLE"));
      }
    }
    context.pipe().record(findings);
    return stale.isEmpty() ? null : new Claims(stale);
  }
}
