package dev.sessioncleanup.claiming;

import dev.sessioncleanup.engine.Engine;
import dev.sessioncleanup.ledger.Backlog;
import dev.sessioncleanup.ledger.Claim;
import dev.sessioncleanup.runs.DatabaseRetry;
import dev.sessioncleanup.runs.RunControl;
import dev.sessioncleanup.text.Quantity;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives a run its claims: first those of dead processes, then the oldest eligible sessions. It ends
 * when no eligible session is left and no other process has a claim in the selection, and waits
 * until then. For use by one thread.
 */
public final class ClaimSource {
  private static final Logger log = LoggerFactory.getLogger(ClaimSource.class);
  private static final long WAIT_FOR_OTHERS = TimeUnit.MILLISECONDS.toNanos(300);
  private static final long LONGEST_DRAIN = TimeUnit.SECONDS.toNanos(1);

  private final ClaimTables tables;
  private final Engine engine;
  private final DatabaseRetry retry;
  private final RunControl control;
  private final ClaimBudget budget;
  private final RunEndCheck check;
  private volatile boolean exhausted;

  /**
   * @param stallLimit how long to wait when other processes make no progress with the remaining
   *     sessions
   */
  public record Limits(ClaimBudget.Bounds budget, Duration stallLimit) {}

  public ClaimSource(
      ClaimTables tables, Limits limits, Engine engine, DatabaseRetry retry, RunControl control) {
    this.tables = tables;
    this.engine = engine;
    this.retry = retry;
    this.control = control;
    this.budget = new ClaimBudget(limits.budget(), tables.selection().runId(), engine.inFlight());
    this.check =
        new RunEndCheck(tables, budget, retry, control, new StallDetector(limits.stallLimit()));
  }

  /** Whether nothing is left. Only then is a run complete. */
  public boolean exhausted() {
    return exhausted;
  }

  /** The next claims, about two seconds of work; empty when the run is at its end. */
  public List<Claim> next() {
    while (!control.ended()) {
      List<Claim> claims = engine.trials().areWanted() ? takeForTrial() : take();
      if (claims.isEmpty() && engine.inFlight().outstanding() > 0) {
        drain();
        continue;
      }
      if (claims.isEmpty()) {
        engine.releaseUnattempted();
        Backlog.Left left = retry.call(() -> tables.backlog().left(tables.selection()));
        claims = left.own() > 0 ? adopt() : List.of();
        if (claims.isEmpty() && check.isAtTheEnd(left)) {
          exhausted = true;
          return List.of();
        }
      }
      if (!claims.isEmpty()) {
        check.goesOn();
        return claims;
      }
      control.sleep(WAIT_FOR_OTHERS);
    }
    return List.of();
  }

  private List<Claim> take() {
    int most = budget.nextBatch();
    if (most <= 0) {
      return List.of();
    }
    List<Claim> orphans = takeOver(most);
    if (!orphans.isEmpty()) {
      log.info("Took over {} of dead processes.", Quantity.of(orphans.size(), "claim"));
      return orphans;
    }
    int fresh = (int) Math.min(most, budget.maximumLeft());
    if (fresh <= 0) {
      return List.of();
    }
    List<Claim> claims = retry.call(() -> tables.ledger().claim(tables.selection(), fresh));
    budget.claimed(claims);
    return claims;
  }

  /** The newest sessions: the circuit breaker asks whether others than the oldest are fine. */
  private List<Claim> takeForTrial() {
    int wanted = Math.min(engine.trials().wanted(), budget.nextBatch());
    int most = (int) Math.min(wanted, budget.maximumLeft());
    List<Claim> newest =
        most <= 0
            ? List.of()
            : retry.call(() -> tables.ledger().claimNewest(tables.selection(), most));
    budget.claimed(newest);
    engine.trials().begin(newest);
    return newest;
  }

  private List<Claim> takeOver(int most) {
    int allowed = (int) Math.min(most, budget.maximumLeft());
    List<Claim> orphans =
        retry.call(
            () ->
                allowed > 0
                    ? tables.ledger().takeOver(tables.selection(), allowed)
                    : tables.ledger().takeOverOfRun(tables.selection(), most));
    budget.tookOver(orphans);
    return orphans;
  }

  /** Waits until all workers have ended, or for a second: new work may have appeared by then. */
  private void drain() {
    engine.inFlight().awaitEmpty(tables.scheduler().nanos() + LONGEST_DRAIN, control);
  }

  /**
   * Finds claims of this process whose commit was not acknowledged. Claims beyond the limit or the
   * maximum are released.
   */
  private List<Claim> adopt() {
    List<Claim> forgotten =
        retry.call(() -> tables.ledger().own(tables.selection())).stream()
            .filter(claim -> !engine.inFlight().isLeftOpen(claim))
            .toList();
    List<Claim> kept = budget.adopt(forgotten);
    List<Claim> beyond = forgotten.stream().filter(claim -> !kept.contains(claim)).toList();
    if (!beyond.isEmpty()) {
      retry.call(() -> tables.ledger().release(beyond));
    }
    if (!kept.isEmpty()) {
      log.info("Adopted {} claims whose commit was not acknowledged.", kept.size());
    }
    return kept;
  }
}
