package dev.sessioncleanup.engine;

import dev.sessioncleanup.engine.InFlightClaims.Departure;
import dev.sessioncleanup.ledger.Basis;
import dev.sessioncleanup.ledger.CallTrace;
import dev.sessioncleanup.ledger.Claim;
import dev.sessioncleanup.ledger.ClaimUpdate;
import dev.sessioncleanup.ledger.ClaimUpdate.SendEffect;
import dev.sessioncleanup.ledger.Finding;
import dev.sessioncleanup.ledger.Outcome;
import dev.sessioncleanup.ledger.RecordedOutcome;
import dev.sessioncleanup.pave.Reply;
import dev.sessioncleanup.text.VisibleText;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The current state of a worker's claim, and its updates. For use by its worker. */
final class OpenClaim {
  private static final Logger log = LoggerFactory.getLogger(OpenClaim.class);

  private final OutcomeWriter writer;
  private final PaveHealth health;
  private Claim claim;
  private int unwrittenFailures;
  private boolean over;
  private boolean leftOpen;

  OpenClaim(Claim claim, OutcomeWriter writer, PaveHealth health) {
    this.claim = claim;
    this.writer = writer;
    this.health = health;
  }

  Claim claim() {
    return claim;
  }

  String key() {
    return claim.sessionKey();
  }

  /** A grant, or undoing a grant, has changed the claim. */
  void changed(Claim now) {
    claim = now;
  }

  /** Reads the current state of the claim; false when it no longer belongs to this process. */
  boolean refresh() {
    return update(new ClaimUpdate(claim, SendEffect.UNKNOWN, 0, null));
  }

  /** Attempts that count toward the maximum. */
  int failures() {
    return claim.failures() + unwrittenFailures;
  }

  /** Counts a failed attempt; it is written with the next call. */
  void countFailure() {
    unwrittenFailures++;
  }

  /** Takes back failures that are not written: the session was not the cause. */
  void excuse() {
    unwrittenFailures = 0;
  }

  /**
   * Saves a call that gave no outcome.
   *
   * @param noEffect whether the reply proves that a DELETE had no effect
   * @return false when the claim no longer belongs to this process
   */
  boolean saveCall(Reply reply, boolean noEffect) {
    SendEffect effect = noEffect ? SendEffect.NONE : SendEffect.UNKNOWN;
    return update(new ClaimUpdate(claim, effect, unwrittenFailures, trace(reply)));
  }

  private boolean update(ClaimUpdate update) {
    Optional<Claim> updated = writer.update(update);
    over = updated.isEmpty();
    updated.ifPresent(
        row -> {
          claim = row;
          unwrittenFailures = 0;
        });
    return !over;
  }

  /** Records an outcome with the detail of the reply. */
  void record(Outcome outcome, Basis basis, Reply reply) {
    record(Finding.ofReply(current(), outcome, basis, trace(reply)));
  }

  /** Records an outcome that a GET proves, with another detail. */
  void record(Outcome outcome, String detail, Reply reply) {
    record(new Finding(current(), outcome, Basis.LOOK_UP_REPLY, detail, trace(reply)));
  }

  /** Records an outcome that is not based on a reply. */
  void record(Outcome outcome, String detail) {
    record(Finding.withoutCall(current(), outcome, detail));
  }

  private Claim current() {
    return claim.withFailures(failures());
  }

  private void record(Finding finding) {
    Optional<RecordedOutcome> recorded = writer.record(finding);
    recorded.ifPresent(
        row -> {
          if (finding.outcome() == Outcome.FAILED) {
            log.info("Session {} failed: {}", VisibleText.of(key()), finding.detail());
          }
          health.recorded(finding, row);
        });
    over = true;
  }

  /** The claim no longer belongs to this process. */
  void lost() {
    over = true;
  }

  /** This run makes no more calls for the claim, and leaves it open. */
  void leaveOpen() {
    over = true;
    leftOpen = true;
  }

  /** The state of the claim when its worker ends. */
  Departure departure() {
    if (over && !leftOpen) {
      return Departure.DONE;
    }
    return claim.attempts() == 0 ? Departure.UNATTEMPTED : Departure.OPEN;
  }

  private static CallTrace trace(Reply reply) {
    return CallTrace.of(reply.status(), reply.detail(), reply.latency());
  }
}
