package dev.sessioncleanup.dispatch;

import dev.sessioncleanup.ledger.Ledger;
import dev.sessioncleanup.pacing.GrantLead;
import dev.sessioncleanup.pacing.GrantReply;
import dev.sessioncleanup.pacing.RateLimiter;
import dev.sessioncleanup.pacing.ServerClock;
import dev.sessioncleanup.runs.DatabaseRetry;
import java.util.List;
import java.util.Optional;

/**
 * Requests slots from the rate limiter, and handles an unavailable database. Not safe for use by
 * many threads.
 */
public final class SlotSource {
  private static final int FIRST_CLOCK_READINGS = 5;

  private final RateLimiter limiter;
  private final ServerClock clock;
  private final GrantReconciliation reconciliation;
  private final DatabaseRetry.Outage grants;
  private final DatabaseRetry.Outage lock;
  private final Runnable checkLock;
  private final GrantLead lead = new GrantLead();

  /**
   * @param checkLock is called when the advisory lock of this process seems lost
   */
  public SlotSource(
      RateLimiter limiter,
      ServerClock clock,
      Ledger ledger,
      DatabaseRetry retry,
      Runnable checkLock) {
    this.limiter = limiter;
    this.clock = clock;
    this.reconciliation = new GrantReconciliation(ledger);
    this.grants = retry.outage();
    this.lock = retry.outage();
    this.checkLock = checkLock;
  }

  /**
   * Reconciles claims after requests whose reply was lost. When the database is unavailable it
   * pauses and returns false.
   *
   * @throws dev.sessioncleanup.runs.DatabaseUnavailableException when the database was unavailable
   *     for too long
   */
  boolean reconciled() {
    if (!reconciliation.isPending()) {
      return true;
    }
    try {
      reconciliation.reconcile();
      return true;
    } catch (RuntimeException failure) {
      grants.failed(failure);
      return false;
    }
  }

  /**
   * Requests a slot for each request. When the database is unavailable it pauses and returns empty.
   *
   * @throws dev.sessioncleanup.runs.DatabaseUnavailableException when the database was unavailable
   *     for too long
   */
  Optional<GrantReply> ask(List<PermitRequest> requests) {
    GrantReply reply;
    try {
      readClockFirst();
      reply = limiter.ask(requests.stream().map(PermitRequest::slotRequest).toList(), lead.nanos());
    } catch (RuntimeException failure) {
      reconciliation.doubt(requests);
      grants.failed(failure);
      return Optional.empty();
    }
    grants.over();
    clock.observe(reply.serverMicros());
    lead.arrived(clock.since(reply.serverMicros()));
    return Optional.of(reply);
  }

  /** Converts a time of the server's clock to nanoseconds of the monotonic clock. */
  long nanosOf(long serverMicros) {
    return clock.nanosOf(serverMicros);
  }

  /** Another process may have changed the row of this request: it must be read back. */
  void doubt(PermitRequest request) {
    reconciliation.doubt(List.of(request));
  }

  /** There was nothing to request, so the time of a database outage no longer counts. */
  void nothingToAsk() {
    grants.over();
  }

  /** Reports whether this process held its advisory lock when slots were requested. */
  void lockHeld(boolean held) {
    if (held) {
      lock.over();
    } else {
      checkLock.run();
      lock.blockedBy("this process does not hold its advisory lock");
    }
  }

  /**
   * Reads the clock several times first, because the first replies of a database are slow. Slots
   * that are converted with a slow reply would be late, and too close to the next ones.
   */
  private void readClockFirst() {
    int readings = clock.isEmpty() ? FIRST_CLOCK_READINGS : 0;
    for (int i = 0; i < readings; i++) {
      clock.observe(limiter.clock());
    }
  }
}
