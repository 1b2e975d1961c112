package dev.sessioncleanup.engine;

import dev.sessioncleanup.ledger.Outcome;
import dev.sessioncleanup.ledger.RecordedOutcome;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.IntSupplier;

/**
 * What this process has done for a run so far, for monitoring. Counting takes no lock. Safe for use
 * by many threads.
 */
public final class CallStats {
  private static final int HUNDREDS = 10;

  private final IntSupplier openClaims;
  private final AtomicLongArray replies = new AtomicLongArray(HUNDREDS);
  private final Map<Outcome, LongAdder> certain = new ConcurrentHashMap<>();
  private final Map<Outcome, LongAdder> inferred = new ConcurrentHashMap<>();
  private final LongAdder waits = new LongAdder();
  private final LongAdder nanosWaited = new LongAdder();

  CallStats(IntSupplier openClaims) {
    this.openClaims = openClaims;
  }

  /**
   * A call ended.
   *
   * @param status of HTTP, 0 when no reply came
   */
  void replied(int status) {
    replies.incrementAndGet(Math.min(status / 100, HUNDREDS - 1));
  }

  /** A call waited so long for its slot. */
  void waited(long nanos) {
    waits.increment();
    nanosWaited.add(nanos);
  }

  void recorded(RecordedOutcome row) {
    rows(row.inferred()).computeIfAbsent(row.outcome(), outcome -> new LongAdder()).increment();
  }

  /**
   * Calls, by the first digit of the HTTP status.
   *
   * @param hundreds like 2 for 200 to 299, 0 for calls without a reply
   */
  public long replies(int hundreds) {
    return replies.get(hundreds);
  }

  /** Calls that waited for a slot and got it. */
  public long waits() {
    return waits.sum();
  }

  /** How long they waited, in nanoseconds: from their request, or the end of their backoff. */
  public long nanosWaited() {
    return nanosWaited.sum();
  }

  /** Rows recorded with this outcome, whichever run they count for. */
  public long recorded(Outcome outcome, boolean isInferred) {
    LongAdder count = rows(isInferred).get(outcome);
    return count == null ? 0 : count.sum();
  }

  private Map<Outcome, LongAdder> rows(boolean isInferred) {
    return isInferred ? inferred : certain;
  }

  /** Claims that this process works on at the moment. */
  public int openClaims() {
    return openClaims.getAsInt();
  }
}
