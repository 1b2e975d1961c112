package dev.sessioncleanup.availability;

import dev.sessioncleanup.concurrent.Scheduler;
import dev.sessioncleanup.pave.Reply;
import dev.sessioncleanup.resilience.DeleteOutage;
import java.util.Set;

/**
 * Stops the calls for sessions, except trials, while PAVE seems to answer no DELETE. Safe for use
 * by many threads.
 */
public final class DeleteGate {
  private final DeleteOutage outage = new DeleteOutage();
  private final Runnable changed;
  private final Scheduler scheduler;

  /**
   * @param changed runs when other sessions may be called than before
   */
  public DeleteGate(Runnable changed, Scheduler scheduler) {
    this.changed = changed;
    this.scheduler = scheduler;
  }

  /**
   * A call for a session ended with this reply.
   *
   * @param counts whether a failure can mean an outage: the session did not fail in an earlier run
   */
  void replied(CallKind kind, String sessionKey, boolean counts, long call, Reply reply) {
    boolean before;
    boolean after;
    synchronized (this) {
      before = outage.suspected();
      boolean failed = reply instanceof Reply.NoReply || reply instanceof Reply.Throttled;
      if (kind == CallKind.DELETE && !failed) {
        outage.answered(call);
      } else if (kind == CallKind.DELETE && counts) {
        outage.failed(sessionKey, call, scheduler.nanos());
      }
      if (failed) {
        outage.trialFailed(sessionKey, scheduler.nanos());
      } else if (!(reply instanceof Reply.Found)) { // a DELETE follows Found at once
        outage.unavailable(sessionKey);
      }
      after = outage.suspected();
    }
    if (before || after) {
      changed.run();
    }
  }

  /** Whether PAVE seems to answer no DELETE. */
  public synchronized boolean outage() {
    return outage.suspected();
  }

  /**
   * Whether this session may be called now. During an outage it then becomes the trial, until its
   * call has ended.
   *
   * @param otherwise whether it may be called as far as all others are concerned
   */
  synchronized boolean lets(String sessionKey, boolean otherwise) {
    if (!otherwise) {
      outage.unavailable(sessionKey);
    }
    return otherwise && outage.lets(sessionKey, scheduler.nanos());
  }

  synchronized boolean wantsUntried() {
    return outage.wantsUntried();
  }

  void begin(Set<String> sessionKeys) {
    synchronized (this) {
      outage.begin(sessionKeys);
    }
    changed.run();
  }

  /** The run makes no more calls for the session. */
  void gone(String sessionKey) {
    boolean before;
    synchronized (this) {
      before = outage.suspected();
      outage.gone(sessionKey);
    }
    if (before) {
      changed.run();
    }
  }
}
