package dev.sessioncleanup.contract;

import dev.sessioncleanup.pacing.Grant;
import dev.sessioncleanup.pacing.Grant.Verdict;
import dev.sessioncleanup.pacing.GrantLead;
import dev.sessioncleanup.pacing.GrantReply;
import dev.sessioncleanup.pacing.RateLimiter;
import dev.sessioncleanup.pacing.SlotRequest;
import java.util.Collections;
import java.util.List;

/** Requests for slots without a claim, shared by the contracts of the rate limiter. */
public abstract class RateLimiterContract extends TablesContract {
  final RateLimiter fivePerSecond;

  RateLimiterContract(TablesUnderTest tables) {
    super(tables);
    this.fivePerSecond = limiter(5);
  }

  final RateLimiter limiter(double rate) {
    return tables.limiter(process, selection.runId(), rate);
  }

  static GrantReply ask(RateLimiter limiter, int count) {
    return limiter.ask(
        Collections.nCopies(count, new SlotRequest(SlotRequest.NO_CLAIM, 0, false)),
        GrantLead.SHORTEST);
  }

  static List<Long> granted(GrantReply reply) {
    return reply.grants().stream()
        .filter(grant -> grant.verdict() == Verdict.GRANTED)
        .map(Grant::slotMicros)
        .toList();
  }

  static long smallestGap(List<Long> starts) {
    List<Long> sorted = starts.stream().sorted().toList();
    long smallest = Long.MAX_VALUE;
    for (int i = 1; i < sorted.size(); i++) {
      smallest = Math.min(smallest, sorted.get(i) - sorted.get(i - 1));
    }
    return smallest;
  }
}
