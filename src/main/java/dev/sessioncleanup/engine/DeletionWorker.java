package dev.sessioncleanup.engine;

import dev.sessioncleanup.availability.CallKind;
import dev.sessioncleanup.dispatch.Permit;
import dev.sessioncleanup.dispatch.Permits;
import dev.sessioncleanup.ledger.Basis;
import dev.sessioncleanup.ledger.Outcome;
import dev.sessioncleanup.pave.Pave;
import dev.sessioncleanup.pave.Reply;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Processes one claimed session, from its first permit to its outcome. */
final class DeletionWorker {
  private final OpenClaim claim;
  private final FailedAttempts failed;
  private final LookUps lookUps;
  private final PaveHealth health;
  private final Calls calls;
  private long place;
  private boolean asked;

  /**
   * How a worker calls PAVE.
   *
   * @param firstPlace of the claim among those that wait for a slot
   * @param beforeDelete runs before each DELETE
   * @param replaced whether the claim has got another worker
   */
  record Calls(
      Permits permits,
      Pave pave,
      long firstPlace,
      Runnable beforeDelete,
      BooleanSupplier replaced) {}

  DeletionWorker(
      OpenClaim claim, FailedAttempts failed, LookUps lookUps, PaveHealth health, Calls calls) {
    this.claim = claim;
    this.failed = failed;
    this.lookUps = lookUps;
    this.health = health;
    this.calls = calls;
    this.place = calls.firstPlace();
  }

  /**
   * Processes the claim until it has an outcome or this worker can do no more. Each round waits for
   * a permit, makes one call, and decides from the reply what to record and what to call next.
   */
  void run() {
    CallKind next = lookUps.firstCall();
    while (next != null && !calls.replaced().getAsBoolean()) {
      // Waits during backoff, outages, the concurrency limit and until the slot starts. A granted
      // DELETE is already recorded as attempted and unanswered.
      Permit permit =
          calls.permits().acquire(claim.claim(), next, place, failed.notBefore(), !asked);
      asked = true;
      claim.changed(permit.claim());
      if (!(permit instanceof Permit.Granted granted)) {
        next = withoutCall(permit);
        continue;
      }
      Reply reply = send(next, granted);
      next =
          switch (reply) {
            // Evidence: record it. MISSING after an unanswered DELETE is recorded as removed.
            case Reply.Removed removed -> record(Outcome.REMOVED, Basis.DELETE_REPLY, removed);
            case Reply.Started started -> record(Outcome.STARTED, Basis.DELETE_REPLY, started);
            case Reply.Missing missing ->
                record(Outcome.MISSING, lookUps.basisOfMissing(next), missing);
            case Reply.Found found -> lookUps.found(found);
            // No outcome: retry the session or give it up; FailedAttempts records FAILED.
            case Reply.NoReply noReply -> again(failed.afterNoReply(next, granted, noReply));
            case Reply.Throttled throttled ->
                again(failed.afterThrottle(lookUps.throttled(next), granted, throttled));
            case Reply.Refused refused -> again(failed.afterRefusal(next, granted, refused));
            case Reply.Unrecognised unrecognised -> afterUnrecognised(next, unrecognised);
            case Reply.Webhooks webhooks -> throw new IllegalStateException("a reply to a probe");
          };
    }
  }

  /** Whether this worker never requested a permit. */
  boolean neverAsked() {
    return !asked;
  }

  private Reply send(CallKind kind, Permit.Granted granted) {
    health.sending(granted);
    try {
      Reply reply;
      if (kind == CallKind.DELETE) {
        calls.beforeDelete().run();
        reply = calls.pave().delete(claim.key());
      } else {
        reply = calls.pave().lookUp(claim.key());
      }
      health.replied(kind, granted, reply);
      return reply;
    } finally {
      calls.permits().release();
    }
  }

  /** No call is made: the run has ended, or the permit was denied. */
  private @Nullable CallKind withoutCall(Permit permit) {
    if (!(permit instanceof Permit.Denied denied)) {
      return null;
    }
    switch (denied.reason()) {
      case HELD -> claim.record(Outcome.HELD, "on hold");
      case LOST -> claim.lost();
      case NOT_IDLE -> claim.record(Outcome.NOT_IDLE, "the tracking database no longer says IDLE");
      case DOUBTFUL -> {
        return lookUps.trackingChanged();
      }
      case OTHER_ACCOUNT -> {
        if (claim.claim().attempts() > 0) { // without an attempt the engine releases it
          claim.record(Outcome.FAILED, "the tracking database now names another account");
        }
      }
      case YOUNG -> claim.leaveOpen(); // the engine releases it if it was never attempted
      default -> throw new IllegalStateException("not a reason to deny: " + denied.reason());
    }
    return null;
  }

  /** An undocumented 4xx to a DELETE is followed by a GET; any other reply costs an attempt. */
  private @Nullable CallKind afterUnrecognised(CallKind kind, Reply.Unrecognised unrecognised) {
    if (!claim.saveCall(unrecognised, false)) {
      return null;
    }
    if (kind == CallKind.DELETE && unrecognised.isUndocumentedClientError()) {
      return lookUps.unclear(unrecognised);
    }
    return again(failed.afterUnexpected(unrecognised));
  }

  private @Nullable CallKind record(Outcome outcome, Basis basis, Reply reply) {
    claim.record(outcome, basis, reply);
    return null;
  }

  /** Retried behind all claims that wait already; otherwise recorded, left open or lost. */
  private @Nullable CallKind again(boolean retried) {
    place = calls.permits().takeLastPlace();
    return retried ? lookUps.firstCall() : null;
  }
}
