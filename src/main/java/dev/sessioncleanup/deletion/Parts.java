package dev.sessioncleanup.deletion;

import dev.sessioncleanup.audit.Ledger;
import dev.sessioncleanup.pacing.Slots;
import dev.sessioncleanup.pave.Pave;

/** What the pipe of a run works with. */
public record Parts(Ledger ledger, Slots slots, Pave pave, Runnable suspectLock) {}
