package dev.sessioncleanup.availability;

import dev.sessioncleanup.runs.RunControl;

/** Decides whether a call may be made now, and holds the number of calls in flight. */
public record CallGate(
    Availability availability,
    CredentialGate credentials,
    BreakerGate breaker,
    CallsInFlight calls,
    RunControl control) {

  /** Whether nothing but probes may be sent. */
  private boolean callsStopped() {
    return availability.callsStopped() || credentials.callsStopped();
  }

  /** Whether a call of this kind may be made now. */
  public boolean isOpenFor(CallKind kind, String sessionKey) {
    return !control.ended() && (kind == CallKind.PROBE || mayBeCalled(sessionKey));
  }

  /** Whether a call for this session may be made as far as PAVE is concerned. */
  public boolean mayBeCalled(String sessionKey) {
    boolean otherwise = !callsStopped() && breaker.lets(sessionKey);
    return availability.deletes().lets(sessionKey, otherwise);
  }
}
