package dev.sessioncleanup.pacing;

import java.util.List;

/**
 * The results of slot requests, in the order of the requests.
 *
 * @param serverMicros the server's clock when it answered, microseconds since the epoch
 * @param askMicros when a new request can get a slot, on the server's clock
 * @param pace of the account when it answered
 */
public record GrantReply(List<Grant> grants, long serverMicros, long askMicros, Pace pace) {
  public GrantReply {
    grants = List.copyOf(grants);
  }

  /** Whether nothing is granted because the run is paused. */
  public boolean paused() {
    return grants.stream().anyMatch(grant -> grant.verdict() == Grant.Verdict.PAUSED);
  }
}
