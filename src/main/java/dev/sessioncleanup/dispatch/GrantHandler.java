package dev.sessioncleanup.dispatch;

import dev.sessioncleanup.availability.CallGate;
import dev.sessioncleanup.pacing.Grant;
import dev.sessioncleanup.pacing.GrantReply;
import dev.sessioncleanup.resilience.OutageTimer.Idle;
import dev.sessioncleanup.runs.Ending;
import java.util.ArrayList;
import java.util.List;

/** Handles the results of slot requests. Not safe for use by many threads. */
final class GrantHandler {
  private final SlotSource slots;
  private final CallGate gate;
  private final AskTimes ask;
  private boolean lockWasHeld = true;

  GrantHandler(SlotSource slots, CallGate gate, AskTimes ask) {
    this.slots = slots;
    this.gate = gate;
    this.ask = ask;
  }

  /** Returns the requests that must wait longer. */
  List<PermitRequest> handle(List<PermitRequest> batch, GrantReply reply) {
    lockWasHeld = true;
    List<PermitRequest> waiting = new ArrayList<>();
    for (int i = 0; i < batch.size(); i++) {
      PermitRequest request = batch.get(i);
      Grant grant = reply.grants().get(i);
      switch (grant.verdict()) {
        case GRANTED -> grant(request, grant);
        case LOST, HELD, NOT_IDLE, DOUBTFUL, YOUNG, OTHER_ACCOUNT ->
            request.promise.complete(new Permit.Denied(request.claim(), grant.verdict()));
        case WAIT, CHANGED, UNLOCKED, PAUSED, CANCELLED, STOPPED -> {
          waiting.add(request);
          noGrant(request, grant, reply);
        }
      }
    }
    return waiting;
  }

  /** Whether this process held its advisory lock at the last reply. */
  boolean lockWasHeld() {
    return lockWasHeld;
  }

  private void grant(PermitRequest request, Grant grant) {
    long start = slots.nanosOf(grant.slotMicros());
    ask.granted(start);
    gate.calls().granted(start);
    request.promise.complete(
        new Permit.Granted(request.claimAfterGrant(), grant.slotMicros(), start, 0, 0));
  }

  private void noGrant(PermitRequest request, Grant grant, GrantReply reply) {
    switch (grant.verdict()) {
      case WAIT -> {
        boolean throttled = reply.pace().throttledUntil() != null;
        gate.availability().idle(throttled ? Idle.THROTTLED : Idle.NO);
        ask.waitUntil(slots.nanosOf(reply.askMicros()));
      }
      case CHANGED -> slots.doubt(request);
      case UNLOCKED -> {
        lockWasHeld = false;
        gate.availability().idle(Idle.PAUSED);
      }
      case PAUSED -> {
        gate.availability().idle(Idle.PAUSED);
        ask.paused();
      }
      case CANCELLED -> gate.control().end(Ending.Kind.CANCELLED, "cancelled by an operator");
      default -> gate.control().end(Ending.TAKEN_OVER);
    }
  }
}
