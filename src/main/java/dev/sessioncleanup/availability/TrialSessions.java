package dev.sessioncleanup.availability;

import dev.sessioncleanup.ledger.Claim;
import dev.sessioncleanup.ledger.Finding;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The sessions of a trial, which shows whether only the oldest sessions get unexpected replies, or
 * none at all: newly claimed ones, or the run's last sessions without a DELETE so far. Safe for use
 * by many threads.
 */
public final class TrialSessions {
  private final BreakerGate breaker;
  private final DeleteGate deletes;
  private final LinkedHashSet<String> uncalled = new LinkedHashSet<>();

  public TrialSessions(BreakerGate breaker, DeleteGate deletes) {
    this.breaker = breaker;
    this.deletes = deletes;
  }

  /** Whether {@link #begin} is waited for. */
  public boolean areWanted() {
    return breaker.wantsTrial() || deletes.wantsUntried();
  }

  /** The number of sessions that are wanted. */
  public int wanted() {
    return breaker.trialSize();
  }

  /** These claims, which are submitted next, are tried before all others. */
  public void begin(List<Claim> newest) {
    Set<String> keys = newest.stream().map(Claim::sessionKey).collect(Collectors.toSet());
    Set<String> trial = keys.isEmpty() ? lastUncalled() : keys;
    if (breaker.wantsTrial()) {
      breaker.begin(trial);
    }
    if (deletes.wantsUntried()) {
      deletes.begin(trial);
    }
  }

  /** A claim gets a worker. */
  public synchronized void submitted(Claim claim) {
    if (claim.attempts() == 0 && !claim.failedBefore()) {
      uncalled.add(claim.sessionKey());
    }
  }

  /** A DELETE is sent for the session. */
  public synchronized void called(String sessionKey) {
    uncalled.remove(sessionKey);
  }

  /** The claim's worker is done. */
  public void done(Claim claim) {
    called(claim.sessionKey());
    breaker.gone(claim.sessionKey());
    deletes.gone(claim.sessionKey());
  }

  /** These sessions need no call. */
  public void decided(List<Finding> findings) {
    for (Finding finding : findings) {
      breaker.gone(finding.claim().sessionKey());
      deletes.gone(finding.claim().sessionKey());
    }
  }

  private synchronized Set<String> lastUncalled() {
    return uncalled.reversed().stream()
        .filter(breaker::isUntried)
        .limit(wanted())
        .collect(Collectors.toSet());
  }
}
