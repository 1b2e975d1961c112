package dev.sessioncleanup.simulation;

import dev.sessioncleanup.ledger.Ledger;
import dev.sessioncleanup.pacing.RateLimiter;
import dev.sessioncleanup.pave.Pave;

/** Replaces ports by faulty ones, to show that the fault is detected. */
interface Mutant {
  Mutant NONE = new Mutant() {};

  default Pave pave(Pave real) {
    return real;
  }

  default Ledger ledger(Ledger real) {
    return real;
  }

  default RateLimiter limiter(RateLimiter real) {
    return real;
  }
}
