package dev.sessioncleanup.engine;

import dev.sessioncleanup.concurrent.Scheduler;
import dev.sessioncleanup.concurrent.Waiter;
import dev.sessioncleanup.ledger.Claim;
import dev.sessioncleanup.runs.RunControl;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The claims that have a worker, and the counts for the run's limit. Safe for use by many threads.
 */
public final class InFlightClaims {
  private final Scheduler scheduler;
  private final Waiter waiter;
  private final long runId;
  private final Map<Long, InFlightClaim> entries = new HashMap<>();
  private final Map<Long, Claim> unattempted = new HashMap<>();
  private final Set<Long> leftOpen = new HashSet<>();
  private int outstanding;
  private int unsent;
  private int sent;

  /** The state of a claim in the database when its worker ends. */
  enum Departure {
    /** Recorded, or no longer this process's claim. */
    DONE,
    /** Open and never attempted: must be released. */
    UNATTEMPTED,
    /** Open, and this run makes no more calls for it. */
    OPEN
  }

  InFlightClaims(long runId, Scheduler scheduler) {
    this.runId = runId;
    this.scheduler = scheduler;
    this.waiter = new Waiter(scheduler);
  }

  synchronized InFlightClaim enter(Claim claim) {
    InFlightClaim former = entries.get(claim.auditId());
    InFlightClaim entry = new InFlightClaim(former, scheduler);
    entry.countsAsSent(claim.runId() == runId && claim.attempts() > 0);
    entries.put(claim.auditId(), entry);
    if (former != null) {
      former.replace();
    }
    unattempted.remove(claim.auditId());
    outstanding++;
    if (!entry.countsAsSent()) {
      unsent++;
    }
    return entry;
  }

  /** A DELETE is sent for the claim; the first one counts toward the limit. */
  synchronized void sent(InFlightClaim entry) {
    if (!entry.countsAsSent()) {
      entry.countsAsSent(true);
      unsent--;
      sent++;
    }
  }

  synchronized void leave(InFlightClaim entry, Claim claim, Departure departure) {
    outstanding--;
    if (!entry.countsAsSent()) {
      unsent--;
    }
    if (!entry.isReplaced()) {
      entries.remove(claim.auditId());
      switch (departure) {
        case DONE -> {}
        case UNATTEMPTED -> unattempted.put(claim.auditId(), claim);
        case OPEN -> leftOpen.add(claim.auditId());
      }
    }
    entry.leave();
    waiter.changed();
  }

  /** Claims that must be released. */
  synchronized List<Claim> unattempted() {
    return List.copyOf(unattempted.values());
  }

  synchronized void released(List<Claim> claims) {
    claims.forEach(claim -> unattempted.remove(claim.auditId()));
  }

  /** Whether this run makes no more calls for the claim and leaves it open. */
  public synchronized boolean isLeftOpen(Claim claim) {
    return leftOpen.contains(claim.auditId());
  }

  /** The number of claims whose worker has not ended. */
  public synchronized int outstanding() {
    return outstanding;
  }

  /** The number of claims that do not count toward the limit yet. */
  public synchronized int unsent() {
    return unsent;
  }

  /** The number of sessions for which this engine sent the first DELETE. */
  public synchronized int sentSessions() {
    return sent;
  }

  /** Waits until no claim has a worker, or until that moment. */
  public void awaitEmpty(long until) {
    waiter.await(() -> outstanding() == 0, until);
  }

  /** The run has ended: those that wait look again. */
  void runEnded() {
    waiter.changed();
  }

  /** Waits until no claim has a worker, until that moment, or until the run ends. */
  public void awaitEmpty(long until, RunControl control) {
    waiter.await(() -> outstanding() == 0 || control.ended(), until);
  }
}
