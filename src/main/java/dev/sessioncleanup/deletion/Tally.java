package dev.sessioncleanup.deletion;

import dev.sessioncleanup.audit.Outcome;
import dev.sessioncleanup.audit.Recorded;
import dev.sessioncleanup.pacing.Pace;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a run has done so far in this process, for progress and summary. Safe for several threads.
 */
public final class Tally {
  private final Map<Outcome, Long> outcomes = new EnumMap<>(Outcome.class);
  private long inferred;
  private long requests;
  private long retries;
  private long throttled;
  private long firstRequestNanos;
  private long lastRequestNanos;
  private @Nullable String throttleReason;
  private Pace pace = Pace.FULL;

  /**
   * Figures at one moment.
   *
   * @param sendingNanos between the first and the last request
   * @param throttleReason what PAVE said when it last asked this process for silence
   * @param pace of the account, whichever process was asked
   */
  public record Figures(
      Map<Outcome, Long> outcomes,
      long inferred,
      long requests,
      long retries,
      long throttled,
      long sendingNanos,
      @Nullable String throttleReason,
      Pace pace) {

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
        pace);
  }
}
