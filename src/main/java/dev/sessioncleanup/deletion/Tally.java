package dev.sessioncleanup.deletion;

import dev.sessioncleanup.audit.Outcome;
import dev.sessioncleanup.audit.Recorded;
import dev.sessioncleanup.pacing.Pace;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a run has done so far in this process, for progress and summary. Safe for several threads.
 */
public final class Tally {
  private static final Logger log = LoggerFactory.getLogger(Tally.class);
  private static final int RECENT = 32;

  private final Map<Outcome, Long> outcomes = new EnumMap<>(Outcome.class);
  private long inferred;
  private long requests;
  private long retries;
  private long throttled;
  private long firstRequestNanos;
  private long lastRequestNanos;
  private @Nullable String throttleReason;
  private Pace pace = Pace.FULL;
  private double replySeconds;
  private @Nullable String heldBack;

  /**
   * Figures at one moment.
   *
   * @param sendingNanos between the first and the last request
   * @param throttleReason what PAVE said when it last asked this process for silence
   * @param pace of the account, whichever process was asked
   * @param heldBack what else keeps the run below its rate
   */
  public record Figures(
      Map<Outcome, Long> outcomes,
      long inferred,
      long requests,
      long retries,
      long throttled,
      long sendingNanos,
      @Nullable String throttleReason,
      Pace pace,
      @Nullable String heldBack) {

    public long of(Outcome outcome) {
      return outcomes.getOrDefault(outcome, 0L);
    }

    public long recorded() {
      return outcomes.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Requests a second between the first and the last; 0 when there were fewer than two. */
    public double rate() {
      return requests < 2 || sendingNanos <= 0 ? 0 : (requests - 1) * 1e9 / sendingNanos;
    }
  }

  synchronized void recorded(Recorded row) {
    outcomes.merge(row.outcome(), 1L, Long::sum);
    if (row.inferred() && row.outcome() == Outcome.REMOVED) {
      inferred++;
    }
  }

  synchronized void requested(long nanos) {
    if (requests++ == 0) {
      firstRequestNanos = nanos;
    }
    lastRequestNanos = Math.max(nanos, firstRequestNanos);
  }

  synchronized void retried() {
    retries++;
  }

  synchronized void throttled(String reason) {
    throttled++;
    throttleReason = reason;
  }

  /** A reply came, after so long. */
  synchronized void replied(Duration latency) {
    double seconds = latency.toNanos() / 1e9;
    replySeconds += (seconds - replySeconds) / (replySeconds == 0 ? 1 : RECENT);
  }

  /** How long recent replies took on average; 0 before the first. */
  synchronized double replySeconds() {
    return replySeconds;
  }

  synchronized void heldBack(String why) {
    log.warn("Held {}.", why);
    heldBack = why;
  }

  synchronized void paced(Pace now) {
    pace = now;
  }

  public synchronized Figures figures() {
    return new Figures(
        new EnumMap<>(outcomes),
        inferred,
        requests,
        retries,
        throttled,
        lastRequestNanos - firstRequestNanos,
        throttleReason,
        pace,
        heldBack);
  }
}
