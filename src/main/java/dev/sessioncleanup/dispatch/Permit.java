package dev.sessioncleanup.dispatch;

import dev.sessioncleanup.ledger.Claim;
import dev.sessioncleanup.pacing.Grant.Verdict;

/** The answer to a worker that requests a call. */
public sealed interface Permit {

  /** The current state of the claim. */
  Claim claim();

  /**
   * The call may be made now. A DELETE is already committed as attempted and unanswered.
   *
   * @param claim its state after the grant
   * @param slotMicros the slot on the server's clock, microseconds since the epoch
   * @param startsAt the slot on the monotonic clock, nanoseconds
   * @param call its number in the order of sending
   * @param waited for the slot, nanoseconds
   */
  record Granted(Claim claim, long slotMicros, long startsAt, long call, long waited)
      implements Permit {
    Granted asCall(long number, long since) {
      return new Granted(claim, slotMicros, startsAt, number, Math.max(0, startsAt - since));
    }
  }

  /** No call may be made for this claim, for this reason. */
  record Denied(Claim claim, Verdict reason) implements Permit {}

  /** The run has ended. */
  record RunEnded(Claim claim) implements Permit {}
}
