package dev.sessioncleanup.resilience;

import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;

/**
 * Limits the number of calls in flight. A call counts from its grant, before its slot starts, so
 * that the maximum is never exceeded. Not safe for use by many threads.
 *
 * <p>Until PAVE has answered the first call, the credentials may be wrong: the first call is sent
 * alone, and then the limit is multiplied by four every 50 ms. So wrong credentials affect one
 * session if PAVE answers within 50 ms. A slow first reply costs two slots at 50/s and a tenth of a
 * second at 500/s, once. Each outage that ends without an answered DELETE halves the maximum, so
 * that the whole backlog is not sent while PAVE answers probes but no DELETE.
 */
public final class ConcurrencyLimit {
  private static final long OPENING_STEP = TimeUnit.MILLISECONDS.toNanos(50);
  private static final int OPENING_STEPS = 5;
  private static final int MAX_HALVINGS = 30;

  private final int maximum;
  private final IntSupplier mostAtOnce;
  private boolean answered;
  private long firstSlot;
  private int halvings;

  /**
   * @param maximum calls in flight
   * @param mostAtOnce largest number of slots in one request
   */
  public ConcurrencyLimit(int maximum, IntSupplier mostAtOnce) {
    this.maximum = maximum;
    this.mostAtOnce = mostAtOnce;
  }

  /** A call got a slot while none was in flight; nanoseconds of the monotonic clock. */
  public void firstCall(long slot) {
    firstSlot = slot;
  }

  /** PAVE answered a call, with any reply. */
  public void answered(boolean delete) {
    answered = true;
    if (delete) {
      halvings = 0;
    }
  }

  /** Calls were stopped because of an outage. */
  public void outage() {
    halvings = Math.min(MAX_HALVINGS, halvings + 1);
  }

  /** The number of additional calls allowed now; 0 or less when the limit is reached. */
  public int free(int inFlight, long now) {
    int most = Math.max(1, halvings > 1 ? maximum >> (halvings - 1) : maximum);
    if (!answered) {
      most = Math.min(most, opening(inFlight, now));
    }
    return Math.min(mostAtOnce.getAsInt(), most - inFlight);
  }

  /** Whether the limit still rises with time, because no call was answered yet. */
  public boolean opening() {
    return !answered;
  }

  private int opening(int inFlight, long now) {
    int steps = inFlight == 0 ? 0 : Math.clamp((now - firstSlot) / OPENING_STEP, 0, OPENING_STEPS);
    return (int) Math.pow(4, steps);
  }
}
