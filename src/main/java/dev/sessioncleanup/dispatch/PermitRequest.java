package dev.sessioncleanup.dispatch;

import dev.sessioncleanup.availability.CallKind;
import dev.sessioncleanup.concurrent.Promise;
import dev.sessioncleanup.ledger.Claim;
import dev.sessioncleanup.pacing.SlotRequest;

/** The request of a worker for a permit. For use by the queue and the dispatcher. */
final class PermitRequest {
  final CallKind kind;
  final long notBefore;
  final Promise<Permit> promise;
  private Claim claim;
  private long place;

  /**
   * @param place smaller places get their slots first
   * @param notBefore moment of the monotonic clock before which no slot is requested
   */
  PermitRequest(CallKind kind, Claim claim, long place, long notBefore, Promise<Permit> promise) {
    this.kind = kind;
    this.claim = claim;
    this.place = place;
    this.notBefore = notBefore;
    this.promise = promise;
  }

  long place() {
    return place;
  }

  void place(long now) {
    place = now;
  }

  Claim claim() {
    return claim;
  }

  /** The claim was read back. */
  void claim(Claim now) {
    claim = now;
  }

  void runEnded() {
    promise.complete(new Permit.RunEnded(claim));
  }

  /** The state of the claim after a grant. */
  Claim claimAfterGrant() {
    return switch (kind) {
      case DELETE -> claim.granted();
      case LOOK_UP -> claim.touched();
      case PROBE -> claim;
    };
  }

  SlotRequest slotRequest() {
    return kind == CallKind.PROBE
        ? new SlotRequest(SlotRequest.NO_CLAIM, 0, false)
        : new SlotRequest(claim.auditId(), claim.revision(), kind == CallKind.DELETE);
  }
}
