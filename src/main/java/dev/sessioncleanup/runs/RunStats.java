package dev.sessioncleanup.runs;

import dev.sessioncleanup.ledger.Outcome;
import dev.sessioncleanup.ledger.RecordedOutcome;
import dev.sessioncleanup.pacing.Pace;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a run has done so far in this process, for progress and summary. Safe for use by many
 * threads.
 */
public final class RunStats {
  private static final int RECENT = 32;
  private static final int RECENT_GRANTS = 4;

  private final Map<Long, Map<Outcome, Long>> outcomes = new TreeMap<>();
  private final Map<DeleteCalls.Result, Long> deletes = new EnumMap<>(DeleteCalls.Result.class);
  private long goneAfterIdle;
  private long requests;
  private long throttled;
  private long firstRequestNanos;
  private long lastRequestNanos;
  private @Nullable String throttleReason;
  private Pace pace = Pace.FULL;
  private double grantSeconds;
  private double replySeconds;
  private @Nullable String bottleneck;

  /**
   * The figures at one moment.
   *
   * @param outcomes recorded by this process, by the run that they count for
   * @param goneAfterIdle sessions that a GET found IDLE and the next DELETE did not find
   * @param requests calls to PAVE, GET included
   * @param sendingNanos between the first and the last request
   * @param throttleReason what PAVE said when it last asked this process to slow down
   * @param pace of the account, whichever process was throttled
   * @param grantSeconds how long the database takes to grant slots; recent average
   * @param bottleneck what else keeps the run below its rate
   */
  public record Snapshot(
      Map<Long, Map<Outcome, Long>> outcomes,
      DeleteCalls deletes,
      long goneAfterIdle,
      long requests,
      long throttled,
      long sendingNanos,
      @Nullable String throttleReason,
      Pace pace,
      double grantSeconds,
      @Nullable String bottleneck) {

    /** Sessions with this outcome, whichever run they count for. */
    public long of(Outcome outcome) {
      return outcomes.values().stream().mapToLong(run -> run.getOrDefault(outcome, 0L)).sum();
    }

    /** Requests a second between the first and the last; 0 when there were fewer than two. */
    public double rate() {
      return requests < 2 || sendingNanos <= 0 ? 0 : (requests - 1) * 1e9 / sendingNanos;
    }
  }

  public synchronized void recorded(RecordedOutcome row) {
    outcomes
        .computeIfAbsent(row.runId(), run -> new EnumMap<>(Outcome.class))
        .merge(row.outcome(), 1L, Long::sum);
  }

  /** A DELETE did not find a session that a GET had found IDLE right before. */
  public synchronized void goneAfterIdle() {
    goneAfterIdle++;
  }

  /** A call is sent; nanoseconds of the monotonic clock. */
  public synchronized void requested(long nanos) {
    if (requests++ == 0) {
      firstRequestNanos = nanos;
    }
    lastRequestNanos = Math.max(nanos, firstRequestNanos);
  }

  /** A DELETE ended like this. */
  public synchronized void deleted(DeleteCalls.Result result) {
    deletes.merge(result, 1L, Long::sum);
  }

  public synchronized void throttled(String reason) {
    throttled++;
    throttleReason = reason;
  }

  /** A reply was received after this latency. */
  public synchronized void replied(Duration latency) {
    double seconds = latency.toNanos() / 1e9;
    replySeconds += (seconds - replySeconds) / (replySeconds == 0 ? 1 : RECENT);
  }

  /** Average latency of recent replies in seconds; 0 before the first reply. */
  public synchronized double replySeconds() {
    return replySeconds;
  }

  public synchronized void bottleneck(String reason) {
    bottleneck = reason;
  }

  /** The database took so long to grant slots. */
  public synchronized void granted(long nanos) {
    grantSeconds += (nanos / 1e9 - grantSeconds) / (grantSeconds == 0 ? 1 : RECENT_GRANTS);
  }

  public synchronized void paced(Pace now) {
    pace = now;
  }

  public synchronized Snapshot snapshot() {
    return new Snapshot(
        copy(outcomes),
        new DeleteCalls(deletes),
        goneAfterIdle,
        requests,
        throttled,
        lastRequestNanos - firstRequestNanos,
        throttleReason,
        pace,
        grantSeconds,
        bottleneck);
  }

  private static Map<Long, Map<Outcome, Long>> copy(Map<Long, Map<Outcome, Long>> outcomes) {
    Map<Long, Map<Outcome, Long>> copy = new TreeMap<>();
    outcomes.forEach((run, counts) -> copy.put(run, new EnumMap<>(counts)));
    return copy;
  }
}
