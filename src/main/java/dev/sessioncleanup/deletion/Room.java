package dev.sessioncleanup.deletion;

import java.util.concurrent.TimeUnit;

/**
 * For how many more calls there is room. A granted call counts before its slot starts, so that
 * never more than the maximum are under way. Belongs to the pipe's thread.
 */
final class Room {
  /**
   * Until PAVE is heard the credentials may be wrong: the first call goes alone, then four times as
   * many may be under way every 50 ms. So a wrong credential touches one session if PAVE answers
   * within 50 ms, or within an interval, and a PAVE that is slow to answer costs two slots at 50/s
   * and a tenth of a second at 500/s, once.
   */
  private static final long OPENING = TimeUnit.MILLISECONDS.toNanos(50);

  private static final int OPEN = 5;
  private static final long WORTH_SAYING = TimeUnit.SECONDS.toNanos(1);

  private final Terms terms;
  private final Tally tally;
  private long firstSlot;
  private boolean full;
  private long fullSince;
  private long fullFor;

  Room(Terms terms, Tally tally) {
    this.terms = terms;
    this.tally = tally;
  }

  /** A call goes into an empty room. */
  void entered(long slot) {
    firstSlot = slot;
  }

  /**
   * @param underWay calls, those included that wait for their slot
   * @param heard whether PAVE said anything yet
   */
  int left(int underWay, boolean heard, long now) {
    int most = heard ? terms.maxInFlight() : Math.min(terms.maxInFlight(), opening(underWay, now));
    return Math.min(terms.spacing().slotsAhead(), most - underWay);
  }

  private int opening(int underWay, long now) {
    int steps = underWay == 0 ? 0 : Math.clamp((now - firstSlot) / OPENING, 0, OPEN);
    return (int) Math.pow(4, steps);
  }

  /**
   * Whether work waits only because of the maximum; said once when that has cost a second, and
   * replies are too slow for the ceiling.
   */
  void full(boolean now, long nanos) {
    if (full) {
      fullFor += nanos - fullSince;
    }
    full = now;
    fullSince = nanos;
    if (fullFor >= WORTH_SAYING && tally.figures().heldBack() == null) {
      say();
    }
  }

  private void say() {
    double seconds = tally.replySeconds();
    double needed = terms.rate().perSecond() * (seconds + 0.1);
    if (seconds > 0 && needed > terms.maxInFlight()) {
      tally.heldBack(
          "below %s by cleanup.max-in-flight=%d: replies take about %.0f ms; raise it to %.0f"
              .formatted(terms.rate(), terms.maxInFlight(), 1000 * seconds, Math.ceil(needed)));
    }
  }
}
