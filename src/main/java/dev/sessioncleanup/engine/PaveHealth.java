package dev.sessioncleanup.engine;

import dev.sessioncleanup.availability.Availability;
import dev.sessioncleanup.availability.CallGate;
import dev.sessioncleanup.availability.CallKind;
import dev.sessioncleanup.dispatch.Permit;
import dev.sessioncleanup.dispatch.Throttles;
import dev.sessioncleanup.ledger.Claim;
import dev.sessioncleanup.ledger.Finding;
import dev.sessioncleanup.ledger.Outcome;
import dev.sessioncleanup.ledger.RecordedOutcome;
import dev.sessioncleanup.pave.Reply;
import dev.sessioncleanup.resilience.OutageDetector.Cause;
import dev.sessioncleanup.runs.DeleteCalls;
import dev.sessioncleanup.runs.RunStats;

/**
 * Combines the replies of all workers: what one reply means for the run, and what the other replies
 * mean for one worker. Safe for use by many threads.
 */
final class PaveHealth {
  private final CallGate gate;
  private final Throttles throttles;
  private final RunStats stats;
  private final CallStats calls;

  PaveHealth(CallGate gate, Throttles throttles, RunStats stats, CallStats calls) {
    this.gate = gate;
    this.throttles = throttles;
    this.stats = stats;
    this.calls = calls;
  }

  /** A call is sent now. */
  void sending(Permit.Granted granted) {
    stats.requested(granted.startsAt());
    calls.waited(granted.waited());
  }

  /**
   * A call ended with this reply. Must be called for every call, on the thread that made it and
   * before its permit is released. Returns after a throttle is recorded, because no slot may be
   * requested before.
   */
  void replied(CallKind kind, Permit.Granted granted, Reply reply) {
    String sessionKey = granted.claim().sessionKey();
    if (reply instanceof Reply.Refused refused) {
      gate.credentials().refused(sessionKey, granted.call(), refused); // stops the others' calls
    }
    gate.availability()
        .replied(kind, sessionKey, granted.claim().failedBefore(), granted.call(), reply);
    if (reply instanceof Reply.Throttled throttled) {
      stats.throttled(throttled.detail());
      throttles.report(granted.slotMicros(), throttled);
    }
    calls.replied(reply.status());
    if (!(reply instanceof Reply.NoReply)) {
      stats.replied(reply.latency());
    }
    if (kind == CallKind.DELETE) {
      stats.deleted(result(reply));
    }
    if (reply instanceof Reply.Removed
        || reply instanceof Reply.Started
        || reply instanceof Reply.Missing
        || reply instanceof Reply.Found) {
      gate.credentials().recognised();
    }
  }

  private static DeleteCalls.Result result(Reply reply) {
    return switch (reply) {
      case Reply.Removed removed -> DeleteCalls.Result.REMOVED;
      case Reply.Started started -> DeleteCalls.Result.STARTED;
      case Reply.Missing missing -> DeleteCalls.Result.MISSING;
      case Reply.NoReply none -> DeleteCalls.Result.LOST;
      case Reply.Throttled throttled -> DeleteCalls.Result.THROTTLED;
      default -> DeleteCalls.Result.RETRIED;
    };
  }

  /** Waits until it is known why a call of this thread got no reply. */
  Cause causeOf(long call) {
    return gate.availability().causeOf(call);
  }

  /**
   * Waits until it is known whether PAVE accepts the credentials, after it refused a call of this
   * thread. If it does not, the run ends.
   */
  boolean credentialsAccepted(long call) {
    return gate.credentials().accepts(call);
  }

  /** Whether PAVE seems to answer no DELETE: then no session is the cause. */
  boolean deleteOutage() {
    return gate.availability().deletes().outage();
  }

  /**
   * Whether only this session seems to be throttled: a later call was answered, which may also be a
   * probe or a GET of this session. If none was answered, a probe is sent.
   *
   * @param since the session's first throttled call after which no other call is known to be
   *     answered, 0 for none
   */
  boolean throttledAlone(long since) {
    Availability availability = gate.availability();
    boolean othersAnswered = since > 0 && availability.answeredSince(since);
    if (since > 0 && !othersAnswered) {
      availability.askForProbe();
    }
    return othersAnswered;
  }

  /**
   * A reply that says nothing about its session. One that failed in an earlier run was expected to
   * get such a reply, and says nothing about PAVE either.
   */
  void unexpected(Claim claim, Reply reply) {
    if (!claim.failedBefore()) {
      gate.breaker().unexpected(claim.sessionKey(), reply.detail());
    }
  }

  /** An outcome is recorded that needed no call. */
  void count(RecordedOutcome recorded) {
    stats.recorded(recorded);
    calls.recorded(recorded);
  }

  /** An outcome is recorded. */
  void recorded(Finding finding, RecordedOutcome recorded) {
    count(recorded);
    if (finding.impliesRemoved()) {
      stats.goneAfterIdle();
    }
    if (finding.call() == null || recorded.outcome() == Outcome.FAILED) {
      return;
    }
    String key = finding.claim().sessionKey();
    String summary = finding.call().httpStatus() + " " + recorded.outcome().sql();
    if (recorded.outcome() == Outcome.MISSING) {
      gate.breaker().missing(key, summary);
    } else {
      gate.breaker().expected(key, summary);
    }
  }
}
