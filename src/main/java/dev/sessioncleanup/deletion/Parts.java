package dev.sessioncleanup.deletion;

import dev.sessioncleanup.audit.Ledger;
import dev.sessioncleanup.pacing.Slots;
import dev.sessioncleanup.pave.Pave;

/**
 * What the pipe of a run works with.
 *
 * @param suspectLock to be told that the lock that shows that this process is alive seems lost
 */
public record Parts(Ledger ledger, Slots slots, Pave pave, Runnable suspectLock, Ticker ticker) {}
