package dev.sessioncleanup.dispatch;

import dev.sessioncleanup.availability.CallGate;
import dev.sessioncleanup.availability.CallKind;
import dev.sessioncleanup.concurrent.Promise;
import dev.sessioncleanup.concurrent.Scheduler;
import dev.sessioncleanup.ledger.Claim;
import dev.sessioncleanup.ledger.ClaimUpdate;
import dev.sessioncleanup.pacing.Grant.Verdict;
import dev.sessioncleanup.pacing.ServerClock;
import java.util.Optional;
import java.util.function.Function;

/**
 * Gives workers their permits. A call blocks during backoff, outages, the concurrency limit and the
 * wait for the slot. A slot that is not used in time is forfeited and never made up for. Safe for
 * use by many threads.
 */
public final class Permits {
  private static final Claim NO_CLAIM = new Claim(0, 0, "", 0, 0, 0, 0, false);

  private final PermitQueue queue;
  private final CallGate gate;
  private final Function<ClaimUpdate, Optional<Claim>> update;
  private final ServerClock clock;
  private final Scheduler scheduler;

  /**
   * @param update updates an open claim, blocking; empty when the claim was lost
   */
  public Permits(
      PermitQueue queue,
      CallGate gate,
      Function<ClaimUpdate, Optional<Claim>> update,
      ServerClock clock,
      Scheduler scheduler) {
    this.queue = queue;
    this.gate = gate;
    this.update = update;
    this.clock = clock;
    this.scheduler = scheduler;
  }

  /**
   * Waits until the call may be made. After a {@link Permit.Granted} the caller makes it at once,
   * and then calls {@link #release}.
   *
   * @param place of the claim in the order of slots
   * @param notBefore end of the backoff, on the monotonic clock
   * @param first whether this is the claim's first request
   */
  public Permit acquire(Claim claim, CallKind kind, long place, long notBefore, boolean first) {
    long since = Math.max(scheduler.nanos(), notBefore);
    Permit permit = ask(claim, kind, place, notBefore, first);
    while (permit instanceof Permit.Granted granted) {
      scheduler.sleepUntil(granted.startsAt());
      boolean inTime = clock.use(granted.startsAt());
      gate.calls().slot(granted.startsAt(), inTime);
      if (inTime && gate.isOpenFor(kind, claim.sessionKey())) {
        return granted.asCall(gate.availability().sent(), since);
      }
      permit = giveUp(granted, kind, place);
    }
    return permit;
  }

  /** Waits until a probe may be sent. */
  public Permit acquireProbe() {
    return acquire(NO_CLAIM, CallKind.PROBE, 0, scheduler.nanos(), false);
  }

  /** Takes the last place in the order of slots, for a claim that is retried. */
  public long takeLastPlace() {
    return queue.takeLastPlace();
  }

  /** The call has ended. */
  public void release() {
    gate.calls().over();
    queue.workChanged();
  }

  private Permit ask(Claim claim, CallKind kind, long place, long notBefore, boolean first) {
    Promise<Permit> promise = new Promise<>(scheduler);
    queue.add(new PermitRequest(kind, claim, place, notBefore, promise), first);
    return promise.await();
  }

  /** Nothing was sent: undoes the grant before it requests a new permit for this claim. */
  private Permit giveUp(Permit.Granted granted, CallKind kind, long place) {
    release();
    Claim claim = granted.claim();
    if (kind == CallKind.DELETE) {
      Optional<Claim> undone = update.apply(ClaimUpdate.notSent(claim));
      if (undone.isEmpty()) {
        return new Permit.Denied(claim, Verdict.LOST);
      }
      claim = undone.get();
    }
    return ask(claim, kind, place, scheduler.nanos(), false);
  }
}
