package dev.sessioncleanup.deletion;

import dev.sessioncleanup.audit.Claim;
import dev.sessioncleanup.audit.Ending;
import dev.sessioncleanup.audit.Ledger;
import dev.sessioncleanup.audit.Remains;
import dev.sessioncleanup.audit.Selection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where a run's claims come from: dead processes first, then the oldest eligible sessions. It ends
 * when nothing eligible is left and nobody else holds a claim in the selection, and waits until
 * then.
 */
public final class Supply {
  private static final Logger log = LoggerFactory.getLogger(Supply.class);
  private static final long POLL_MILLIS = 20;
  private static final long WAIT_MILLIS = 300;

  private final Ledger ledger;
  private final Remains remains;
  private final Pipe pipe;
  private final Bounds bounds;
  private final Selection selection;
  private final Standstill standstill;
  private long claimed;
  private long leftOpen;
  private volatile boolean exhausted;

  /**
   * @param limit sessions to be sent, over all processes that worked on the run
   * @param maxCount sessions that the run may claim, the guard's maximum
   * @param sentBefore of the limit, used up by earlier processes
   * @param claimedBefore of the maximum, used up by earlier processes
   * @param patience how long locked sessions and claims of others that do not move are waited for
   */
  public record Bounds(
      long limit, long maxCount, long sentBefore, long claimedBefore, Duration patience) {}

  public Supply(Ledger ledger, Remains remains, Pipe pipe, Selection selection, Bounds bounds) {
    this.ledger = ledger;
    this.remains = remains;
    this.pipe = pipe;
    this.selection = selection;
    this.bounds = bounds;
    this.claimed = bounds.claimedBefore();
    this.standstill = new Standstill(bounds.patience());
  }

  /** Whether it was seen that nothing is left; only then is a run complete. */
  public boolean exhausted() {
    return exhausted;
  }

  /** The next claims, about two seconds of work; none when the run is at its end. */
  public List<Claim> next() throws InterruptedException {
    while (!pipe.control.ended()) {
      List<Claim> claims = take();
      if (!claims.isEmpty()) {
        standstill.over();
        return claims;
      }
      if (pipe.outstanding() > 0) {
        drain();
      } else if (atTheEnd()) {
        exhausted = true;
        return List.of();
      } else {
        TimeUnit.MILLISECONDS.sleep(WAIT_MILLIS);
      }
    }
    return List.of();
  }

  private List<Claim> take() {
    int most = Math.clamp((long) (2 * pipe.terms.rate().perSecond()), 1, 1000);
    int allowed = (int) Math.min(most, limitLeft());
    if (allowed <= 0) {
      return List.of();
    }
    List<Claim> orphans = takeOver(allowed);
    if (!orphans.isEmpty()) {
      log.info("Took over {} claims of dead processes.", orphans.size());
      return orphans;
    }
    int fresh = (int) Math.min(allowed, bounds.maxCount() - claimed);
    if (fresh <= 0) {
      return List.of();
    }
    List<Claim> claims =
        pipe.patience.insist(() -> ledger.claim(selection, fresh, pipe.setAside()));
    claimed += claims.size();
    return claims;
  }

  /**
   * The run's own claims are held against its maximum since they were made, those of others from
   * now on.
   */
  private List<Claim> takeOver(int allowed) {
    int room = (int) Math.min(allowed, bounds.maxCount() - claimed);
    List<Claim> orphans =
        pipe.patience.insist(
            () ->
                room > 0
                    ? ledger.takeOver(selection, room)
                    : ledger.takeOverOfRun(selection, allowed));
    claimed += orphans.stream().filter(claim -> claim.runId() != selection.runId()).count();
    return orphans;
  }

  private long limitLeft() {
    return bounds.limit() - bounds.sentBefore() - pipe.sentSessions() - pipe.unsent();
  }

  /** Waits until the pipe is empty, or for as long as new work may have come up meanwhile. */
  private void drain() throws InterruptedException {
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(1);
    while (pipe.outstanding() > 0 && !pipe.control.ended() && System.nanoTime() - until < 0) {
      TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
    }
  }

  private boolean atTheEnd() throws InterruptedException {
    Remains.Left left = pipe.patience.insist(() -> remains.left(selection, pipe.setAside()));
    if (left.own() > 0 && adopt()) {
      return false;
    }
    if (limitLeft() <= 0 && left.eligible() + left.own() + left.others() > 0) {
      pipe.control.end(Ending.Kind.LIMIT, "the limit of %d is reached".formatted(bounds.limit()));
      return true;
    }
    long beyond = claimed >= bounds.maxCount() ? left.eligible() + orphans(left) + leftOpen : 0;
    if (beyond > 0) {
      pipe.control.end(
          Ending.Kind.GUARD,
          "%d sessions were claimed, as many as cleanup.guard.max-count allows; %d are left"
              .formatted(claimed, beyond));
      return true;
    }
    if (left.eligible() == 0 && left.others() == 0) {
      return true;
    }
    standstill
        .at(left, pipe.parts.ticker().nanos())
        .ifPresent(reason -> pipe.control.end(Ending.Kind.UNAVAILABLE, reason));
    return false;
  }

  /** Claims of dead processes that another run made. */
  private long orphans(Remains.Left left) {
    return left.others() == 0 ? 0 : pipe.patience.insist(() -> remains.orphans(selection));
  }

  /**
   * Claims of this process that it does not remember: the reply to their commit was lost. What goes
   * beyond the limit or the maximum is released.
   */
  private boolean adopt() throws InterruptedException {
    List<Claim> forgotten =
        pipe.patience.insist(() -> ledger.own(selection.account())).stream()
            .filter(claim -> !pipe.setAside().contains(claim.sessionKey()))
            .toList();
    List<Claim> kept = new ArrayList<>();
    List<Claim> beyond = new ArrayList<>();
    long limitLeft = limitLeft();
    for (Claim claim : forgotten) {
      boolean counts = claim.runId() != selection.runId() || claim.attempts() == 0;
      if (kept.size() < limitLeft && (!counts || claimed < bounds.maxCount())) {
        claimed += counts ? 1 : 0;
        kept.add(claim);
      } else {
        beyond.add(claim);
      }
    }
    leftOpen = beyond.stream().filter(claim -> claim.attempts() > 0).count();
    if (!beyond.isEmpty()) {
      pipe.patience.insist(() -> ledger.release(beyond));
    }
    if (!kept.isEmpty()) {
      log.info("Adopted {} claims whose commit was not acknowledged.", kept.size());
      pipe.put(kept);
    }
    return !kept.isEmpty();
  }
}
