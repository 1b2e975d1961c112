package dev.sessioncleanup.availability;

import dev.sessioncleanup.concurrent.Scheduler;
import dev.sessioncleanup.resilience.ConcurrencyLimit;
import dev.sessioncleanup.resilience.SlotBatch;

/** Counts the calls in flight, and knows how many are allowed. Safe for use by many threads. */
public final class CallsInFlight {
  private final ConcurrencyLimit limit;
  private final Scheduler scheduler;
  private final SlotBatch slots = new SlotBatch();
  private int inFlight;

  public CallsInFlight(ConcurrencyLimit limit, Scheduler scheduler) {
    this.limit = limit;
    this.scheduler = scheduler;
  }

  /** So many slots are asked for now. */
  public synchronized void asking(int count) {
    slots.asked(count);
  }

  /** A call got a slot that starts then, on the monotonic clock. */
  public synchronized void granted(long start) {
    slots.granted(start);
    if (inFlight++ == 0) {
      // A slot that came too late is not used, so the limit must not rise from its start.
      limit.firstCall(Math.max(start, scheduler.nanos()));
    }
  }

  /**
   * Tells whether the slot of a granted call could still be used.
   *
   * @param start of the slot, on the monotonic clock
   */
  public synchronized void slot(long start, boolean used) {
    if (used) {
      slots.used();
    } else {
      slots.missed(start);
    }
  }

  /** A granted call has ended, or was not made. */
  public synchronized void over() {
    inFlight--;
  }

  /** The number of slots to ask for now; 0 or less when the limit is reached. */
  public synchronized int free() {
    return Math.min(slots.most(), limit.free(inFlight, scheduler.nanos()));
  }

  /** Whether the limit still rises with time, because no call was answered yet. */
  public synchronized boolean opening() {
    return limit.opening();
  }

  public synchronized boolean any() {
    return inFlight > 0;
  }

  /** PAVE answered a call. */
  synchronized void answered(boolean delete) {
    limit.answered(delete);
  }

  /** Calls were stopped because of an outage. */
  synchronized void outage() {
    limit.outage();
  }
}
