package dev.sessioncleanup.engine;

import dev.sessioncleanup.concurrent.Scheduler;
import dev.sessioncleanup.ledger.Ledger;
import dev.sessioncleanup.pacing.RateLimiter;
import dev.sessioncleanup.pave.Pave;
import java.util.function.DoubleSupplier;

/**
 * The engine's ports: everything outside it that blocks or provides the time.
 *
 * @param checkLock is called when the advisory lock of this process seems lost
 * @param chance random numbers, evenly distributed from 0 to 1, for the jitter of retries
 */
public record EnginePorts(
    Ledger ledger,
    RateLimiter limiter,
    Pave pave,
    Runnable checkLock,
    Scheduler scheduler,
    DoubleSupplier chance) {}
