package dev.sessioncleanup.availability;

import dev.sessioncleanup.concurrent.Promise;
import dev.sessioncleanup.concurrent.Scheduler;
import dev.sessioncleanup.concurrent.Waiter;
import dev.sessioncleanup.pave.Reply;
import dev.sessioncleanup.resilience.CredentialCheck;
import dev.sessioncleanup.runs.Ending;
import dev.sessioncleanup.runs.RunControl;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/**
 * Stops calls after a 401 or 403 until a probe has shown whether PAVE refuses the account's
 * credentials or only this session. Safe for use by many threads.
 */
public final class CredentialGate {
  private final CredentialCheck check = new CredentialCheck();
  private final Map<Long, Promise<Boolean>> waiting = new HashMap<>();
  private final Waiter prober;
  private final RunControl control;
  private final Scheduler scheduler;
  private String refusal = "PAVE refused the credentials";

  /**
   * @param prober is notified when a probe may be due
   */
  public CredentialGate(Waiter prober, RunControl control, Scheduler scheduler) {
    this.prober = prober;
    this.control = control;
    this.scheduler = scheduler;
  }

  /** Releases all threads that wait for a decision, because none is made after the end of a run. */
  public synchronized void runEnded() {
    answer(false);
  }

  /**
   * A call of this thread for a session was refused: from now on only probes are sent, until the
   * result of {@link #accepts} is known.
   */
  public void refused(String sessionKey, long call, Reply.Refused reply) {
    synchronized (this) {
      refusal = reply.detail();
      waiting.put(call, new Promise<>(scheduler));
      check.refused(sessionKey, scheduler.nanos());
      if (control.ended()) {
        answer(false);
      }
    }
    prober.changed();
  }

  /**
   * Waits until it is known whether PAVE accepts the credentials, after it refused a call of this
   * thread. If it does not, the run ends.
   */
  public boolean accepts(long call) {
    boolean accepted = promise(call).await();
    forget(call);
    return accepted;
  }

  /** A session got a recognised reply. */
  public synchronized void recognised() {
    check.recognised();
  }

  /** Whether only probes may be sent. */
  synchronized boolean callsStopped() {
    return check.pending();
  }

  /** When a probe is due, on the monotonic clock; the argument when none is due. */
  public synchronized long probeDue(long otherwise) {
    return check.probeDue(otherwise);
  }

  /** A probe ended with this reply. */
  public synchronized void probed(Reply reply) {
    CredentialCheck.Verdict verdict =
        switch (reply) {
          case Reply.Refused refused -> {
            refusal = refused.detail();
            yield check.probeRefused(scheduler.nanos());
          }
          case Reply.Unrecognised unclear -> check.probeUnclear();
          case Reply.Throttled later -> CredentialCheck.Verdict.PENDING;
          case Reply.NoReply later -> CredentialCheck.Verdict.PENDING;
          default -> check.probeAccepted();
        };
    switch (verdict) {
      case PENDING -> {}
      case ACCEPTED -> answer(true);
      case REFUSED -> {
        control.end(Ending.Kind.REFUSED, refusal);
        answer(false);
      }
    }
  }

  private void answer(boolean accepted) {
    waiting.values().forEach(promise -> promise.complete(accepted));
  }

  private synchronized Promise<Boolean> promise(long call) {
    return Objects.requireNonNull(waiting.get(call), "no such call");
  }

  private synchronized void forget(long call) {
    waiting.remove(call);
  }
}
