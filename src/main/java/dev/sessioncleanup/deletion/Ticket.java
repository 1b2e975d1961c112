package dev.sessioncleanup.deletion;

import dev.sessioncleanup.audit.Claim;

/**
 * A claim on its way through the pipe. Belongs to the pipe's thread, but for the moments of a call
 * or a write.
 */
final class Ticket {
  /** As the database knows it. */
  Claim claim;

  /** PAVE's GET said IDLE, and no DELETE went since. */
  boolean verified;

  /** Counts toward the limit already. */
  boolean counted;

  /** Failed attempts that count, but are not written yet. */
  int charged;

  /** Silent attempts of which it is not known yet whether PAVE was away. */
  int suspended;

  /** Was forgiven silent attempts already although PAVE was never seen to be away. */
  boolean pardoned;

  /** Unsuccessful tries so far, for the backoff. */
  int tries;

  /** Not to be asked for before this moment of the monotonic clock. */
  long notBefore;

  /** Why the last try was unsuccessful. */
  String lastFailure = "no reply";

  /** Out of the pipe. */
  boolean gone;

  Ticket(Claim claim) {
    this.claim = claim;
  }

  String key() {
    return claim.sessionKey();
  }

  /** Attempts that count toward the maximum, written or not. */
  int failures() {
    return claim.failures() + charged;
  }

  /** The suspended attempts count: PAVE was there all the time. */
  void charge() {
    charged += suspended;
    suspended = 0;
  }

  /** The suspended attempts do not count: PAVE was away. */
  void forgive() {
    suspended = 0;
  }
}
