package dev.sessioncleanup.simulation;

import dev.sessioncleanup.pacing.Grant;
import dev.sessioncleanup.pacing.Grant.Verdict;
import dev.sessioncleanup.pacing.GrantReply;
import dev.sessioncleanup.pacing.Pace;
import dev.sessioncleanup.pacing.RateLimiter;
import dev.sessioncleanup.pacing.SlotRequest;
import dev.sessioncleanup.runs.RunState;
import dev.sessioncleanup.simulation.SimulatedTables.AuditRow;
import dev.sessioncleanup.simulation.SimulatedTables.RunRow;
import dev.sessioncleanup.simulation.SimulatedTables.Tracked;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rate limiter in memory, with the arithmetic of {@code grant_slots} and {@code slow_down}. */
public final class InMemoryRateLimiter implements RateLimiter {
  private static final long HORIZON = 100_000;
  private static final long HOUR = 3_600_000_000L;

  private final SimulatedTables tables;
  private final AccountPace pace;
  private final int process;
  private final long runId;
  private final Scope scope;

  /**
   * @param rate ceiling, requests a second
   * @param floor minimum age
   */
  public record Scope(String account, double rate, Duration floor) {}

  /** The account's row; all times in microseconds of the server's clock. */
  public static final class AccountPace {
    private long nextAt;
    private long throttledUntil;
    private long resumedAt;
    private double share = 1;
    private long reducedAt;
    private int strikes;
    private @Nullable String reason;
  }

  public InMemoryRateLimiter(
      SimulatedTables tables, AccountPace pace, int process, long runId, Scope scope) {
    this.tables = tables;
    this.pace = pace;
    this.process = process;
    this.runId = runId;
    this.scope = scope;
  }

  @Override
  public GrantReply ask(List<SlotRequest> requests, long leadNanos) {
    long lead = leadNanos / 1000;
    long now = tables.micros();
    Verdict refusal = refusal();
    double share = share(now);
    long step = step(share);
    pace.nextAt = Math.min(pace.nextAt, now + HORIZON + step);
    long first = tables.rules.paceIsKept() ? Math.max(now + lead, pace.nextAt) : now + lead;
    boolean open = refusal == null && pace.throttledUntil <= now && first < now + HORIZON;
    int slots = open ? (int) Math.ceilDiv(now + HORIZON - first, step) : 0;
    slots = tables.rules.paceIsKept() ? slots : open ? Integer.MAX_VALUE : 0;
    List<Grant> grants = new ArrayList<>();
    int used = 0;
    for (SlotRequest request : requests) {
      Verdict verdict = verdict(request, refusal);
      long slot = 0;
      if (verdict == Verdict.GRANTED && used >= slots) {
        verdict = Verdict.WAIT;
      } else if (verdict == Verdict.GRANTED) {
        slot = tables.rules.paceIsKept() ? first + step * used : first;
        used++;
        raise(request);
      }
      grants.add(new Grant(request.auditId(), verdict, slot));
    }
    if (used > 0) {
      pace.nextAt = first + step * used;
      pace.resumedAt = pace.resumedAt < pace.throttledUntil ? first : pace.resumedAt;
    }
    long ask = Math.max(first - HORIZON, pace.throttledUntil);
    return new GrantReply(grants, tables.micros(), ask, pace(now, share));
  }

  @Override
  public long clock() {
    return tables.micros();
  }

  @Override
  public void slowDown(long slotMicros, @Nullable Duration retryAfter, String reason) {
    long now = tables.micros();
    if (slotMicros > pace.reducedAt + HORIZON) {
      boolean wellAfter =
          slotMicros > pace.resumedAt + Math.max(HORIZON, (long) (2e6 / scope.rate()));
      boolean longAgo = Math.max(pace.throttledUntil, pace.reducedAt) < now - 60_000_000;
      pace.strikes = wellAfter || longAgo ? 1 : pace.strikes + 1;
      if (slotMicros > pace.resumedAt + 100) {
        pace.share = Math.max(0.05, share(now) * (retryAfter == null ? 0.8 : 0.97));
      }
      pace.reducedAt = now;
    }
    long wait =
        retryAfter == null
            ? (long) (1e6 * Math.min(60, Math.pow(2, Math.min(pace.strikes, 7) - 1)))
            : retryAfter.toMillis() * 1000;
    pace.throttledUntil = Math.min(now + HOUR, Math.max(pace.throttledUntil, now + wait));
    pace.reason = reason;
  }

  private @Nullable Verdict refusal() {
    if (!tables.isAlive(process)) {
      return Verdict.UNLOCKED;
    }
    RunRow run = tables.runs.stream().filter(row -> row.runId == runId).findFirst().orElse(null);
    if (run == null || (run.state != RunState.CANCELLED && run.process != process)) {
      return Verdict.STOPPED;
    }
    return switch (run.state) {
      case RUNNING -> null;
      case PAUSED -> Verdict.PAUSED;
      case CANCELLED -> Verdict.CANCELLED;
      default -> Verdict.STOPPED;
    };
  }

  private Verdict verdict(SlotRequest request, @Nullable Verdict refusal) {
    if (request.auditId() == SlotRequest.NO_CLAIM) {
      return refusal == null ? Verdict.GRANTED : refusal;
    }
    AuditRow row = tables.row(request.auditId());
    if (row == null || !row.isOpen() || row.claimedBy != process) {
      return Verdict.LOST;
    }
    if (row.revision != request.revision()) {
      return Verdict.CHANGED;
    }
    if (refusal != null) {
      return refusal;
    }
    Tracked session = tables.tracked.get(row.key);
    if (session != null && !session.account.equals(scope.account())) {
      return Verdict.OTHER_ACCOUNT;
    }
    if (tables.rules.holdsAreAsked() && tables.isHeld(row.key)) {
      return Verdict.HELD;
    }
    boolean idle = session != null && session.status.equals("IDLE");
    if (!idle) {
      boolean doubt = tables.isDoubtful(row.key);
      return !doubt ? Verdict.NOT_IDLE : request.send() ? Verdict.DOUBTFUL : Verdict.GRANTED;
    }
    boolean young =
        session != null && !session.createdAt.isBefore(tables.clock().minus(scope.floor()));
    return young ? Verdict.YOUNG : Verdict.GRANTED;
  }

  private void raise(SlotRequest request) {
    AuditRow row = tables.row(request.auditId());
    if (row != null) {
      row.attempts += request.send() ? 1 : 0;
      row.unanswered += request.send() && tables.rules.grantRaisesUnanswered() ? 1 : 0;
      row.revision++;
    }
  }

  private double share(long now) {
    if (pace.share >= 1) {
      return 1;
    }
    double since = Math.max(0, now - Math.max(pace.reducedAt, pace.throttledUntil)) / 1e6;
    return Math.min(1, pace.share + since / Math.max(20, 20 / scope.rate()));
  }

  private long step(double share) {
    return (long) Math.ceil(1e6 / (0.99 * scope.rate() * share));
  }

  private Pace pace(long now, double share) {
    Instant until =
        pace.throttledUntil > now
            ? Instant.EPOCH.plus(pace.throttledUntil, ChronoUnit.MICROS)
            : null;
    return new Pace(share, until, pace.reason);
  }
}
