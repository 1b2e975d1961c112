package dev.sessioncleanup.dispatch;

import dev.sessioncleanup.availability.CallGate;
import dev.sessioncleanup.availability.CallsInFlight;
import dev.sessioncleanup.concurrent.Scheduler;
import dev.sessioncleanup.pacing.Ceiling;
import dev.sessioncleanup.pacing.GrantReply;
import dev.sessioncleanup.resilience.OutageTimer.Idle;
import dev.sessioncleanup.runs.DatabaseUnavailableException;
import dev.sessioncleanup.runs.RunStats;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gets slots for waiting requests: one thread, which sends one statement for many requests. */
public final class Dispatcher implements Runnable {
  private static final Logger log = LoggerFactory.getLogger(Dispatcher.class);
  private static final long LONGEST_WAIT = TimeUnit.MILLISECONDS.toNanos(500);
  private static final long SHORT_WAIT = TimeUnit.MILLISECONDS.toNanos(20);

  private final PermitQueue queue;
  private final SlotSource slots;
  private final Throttles throttles;
  private final CallGate gate;
  private final Parts parts;
  private final AskTimes ask;
  private final GrantHandler grants;

  /**
   * More collaborators of the dispatcher.
   *
   * @param writerIsBehind whether too many outcomes wait to be recorded
   */
  public record Parts(
      Ceiling ceiling,
      BooleanSupplier writerIsBehind,
      Bottleneck bottleneck,
      RunStats stats,
      Scheduler scheduler) {}

  public Dispatcher(
      PermitQueue queue, SlotSource slots, Throttles throttles, CallGate gate, Parts parts) {
    this.queue = queue;
    this.slots = slots;
    this.throttles = throttles;
    this.gate = gate;
    this.parts = parts;
    this.ask = new AskTimes(parts.ceiling(), parts.scheduler());
    this.grants = new GrantHandler(slots, gate, ask);
  }

  /** Dispatches until the queue is stopped. After the end of the run no request gets a slot. */
  @Override
  public void run() {
    try {
      while (!queue.isStopped()) {
        // A throttle is recorded before the next slot is requested.
        gate.availability().excludeTime(throttles.record());
        if (gate.control().ended()) {
          queue.endAll();
          queue.await(now() + LONGEST_WAIT, false);
        } else {
          queue.await(dispatch(), ask.isLater());
        }
      }
      throttles.close();
    } catch (DatabaseUnavailableException givenUp) {
      log.debug(
          "Nothing more is sent, because the database was unavailable for too long.", givenUp);
    } finally {
      queue.endAll();
      throttles.abandon();
    }
  }

  /** One round; returns the time of the next one. */
  private long dispatch() {
    long now = now();
    CallsInFlight calls = gate.calls();
    gate.availability().tick(now, calls.any() || !queue.isEmpty());
    if (ask.isLater()) {
      return Math.min(ask.next(), now + LONGEST_WAIT);
    }
    boolean opening = calls.opening();
    int free = calls.free();
    parts.bottleneck().limited(free <= 0 && !opening && queue.hasReady(), now);
    if (free <= 0 || parts.writerIsBehind().getAsBoolean()) {
      return now + (free <= 0 && !opening ? LONGEST_WAIT : SHORT_WAIT);
    }
    if (!slots.reconciled()) {
      gate.availability().idle(Idle.PAUSED);
      return now;
    }
    List<PermitRequest> batch = queue.take(free, gate::mayBeCalled);
    if (batch.isEmpty()) {
      slots.nothingToAsk();
      return queue.nextDue(now + LONGEST_WAIT);
    }
    askFor(batch);
    return ask.next();
  }

  private void askFor(List<PermitRequest> batch) {
    Optional<GrantReply> reply = Optional.empty();
    long asked = now();
    gate.calls().asking(batch.size());
    try {
      reply = slots.ask(batch);
    } finally {
      if (reply.isEmpty()) {
        queue.putBack(batch);
        gate.availability().idle(Idle.PAUSED);
      }
    }
    if (reply.isPresent()) {
      parts.stats().granted(now() - asked);
      parts.stats().paced(reply.get().pace());
      queue.putBack(grants.handle(batch, reply.get()));
      slots.lockHeld(grants.lockWasHeld());
    }
  }

  private long now() {
    return parts.scheduler().nanos();
  }
}
