package dev.sessioncleanup.dispatch;

import dev.sessioncleanup.availability.CallGate;
import dev.sessioncleanup.availability.CallKind;
import dev.sessioncleanup.concurrent.Scheduler;
import dev.sessioncleanup.concurrent.Waiter;
import dev.sessioncleanup.pave.Pave;
import dev.sessioncleanup.pave.Reply;
import java.util.concurrent.TimeUnit;

/** Sends probes when they are due, one at a time, with a pause between them. */
public final class Prober implements Runnable {
  private static final long PAUSE = TimeUnit.SECONDS.toNanos(1);

  private final Pave pave;
  private final Permits permits;
  private final Throttles throttles;
  private final CallGate gate;
  private final Signal signal;
  private volatile boolean stopped;
  private boolean misdirected;
  private long notBefore;

  /** What wakes the prober, and the clock for its waits. */
  public record Signal(Waiter waiter, Scheduler scheduler) {}

  public Prober(Pave pave, Permits permits, Throttles throttles, CallGate gate, Signal signal) {
    this.pave = pave;
    this.permits = permits;
    this.throttles = throttles;
    this.gate = gate;
    this.signal = signal;
    this.notBefore = signal.scheduler().nanos();
  }

  @Override
  public void run() {
    while (awaitDue()) {
      if (!(permits.acquireProbe() instanceof Permit.Granted granted)) {
        return; // the run has ended
      }
      try {
        handle(granted, probe());
      } finally {
        permits.release();
      }
    }
  }

  /** Ends the thread. */
  public void stop() {
    stopped = true;
    signal.waiter().changed();
  }

  /**
   * Where PAVE does not know the probe's address, the probe is a GET of a session that PAVE knows.
   */
  private Reply probe() {
    return misdirected ? pave.lookUp(gate.availability().recognisedSession()) : pave.probe();
  }

  private void handle(Permit.Granted granted, Reply reply) {
    if (!misdirected && isMisdirected(reply)) {
      misdirected = true;
      gate.availability().probeMisdirected(granted.call());
      return;
    }
    notBefore = signal.scheduler().nanos() + PAUSE;
    gate.availability().probed();
    gate.availability().replied(CallKind.PROBE, "", false, granted.call(), reply);
    if (reply instanceof Reply.Throttled throttled) {
      throttles.report(granted.slotMicros(), throttled);
    }
    gate.credentials().probed(reply);
  }

  private boolean isMisdirected(Reply reply) {
    return reply instanceof Reply.Unrecognised unrecognised
        && (unrecognised.status() == 404 || unrecognised.status() == 405)
        && !gate.availability().recognisedSession().isEmpty();
  }

  private boolean awaitDue() {
    while (!over()) {
      long due = due();
      if (due - signal.scheduler().nanos() <= 0) {
        return true;
      }
      signal.waiter().await(() -> over() || due() < due, due);
    }
    return false;
  }

  private boolean over() {
    return stopped || gate.control().ended();
  }

  private long due() {
    long never = signal.scheduler().nanos() + TimeUnit.HOURS.toNanos(1);
    long due = Math.min(gate.availability().probeDue(never), gate.credentials().probeDue(never));
    return Math.max(due, notBefore);
  }
}
