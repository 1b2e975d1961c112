package dev.sessioncleanup.availability;

import dev.sessioncleanup.resilience.CircuitBreaker;
import dev.sessioncleanup.runs.Ending;
import dev.sessioncleanup.runs.RunControl;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * The circuit breaker for many threads. It ends the run when too many replies are wrong; before it
 * does because of unexpected ones, it stops all calls but those of a trial.
 */
public final class BreakerGate {
  private final CircuitBreaker breaker;
  private final Runnable changed;
  private final RunControl control;

  /**
   * @param changed runs when other sessions may be called than before, or a trial is wanted
   */
  public BreakerGate(CircuitBreaker breaker, Runnable changed, RunControl control) {
    this.breaker = breaker;
    this.changed = changed;
    this.control = control;
  }

  /** A reply that is evidence of an outcome. */
  public void expected(String sessionKey, String summary) {
    tell(each -> each.expected(sessionKey, summary));
  }

  /** A reply that says nothing about the session. */
  public void unexpected(String sessionKey, String summary) {
    tell(each -> each.unexpected(sessionKey, summary));
  }

  /** PAVE does not know the session, and no earlier call of ours can be the cause. */
  public void missing(String sessionKey, String summary) {
    tell(each -> each.missing(sessionKey, summary));
  }

  /** The run makes no more calls for the session. */
  public void gone(String sessionKey) {
    tell(each -> each.gone(sessionKey));
  }

  /** The trial begins with these sessions; empty when no session is left that was not tried. */
  public void begin(Set<String> sessionKeys) {
    tell(each -> each.begin(sessionKeys));
  }

  /** Whether sessions are wanted for a trial. */
  public synchronized boolean wantsTrial() {
    return breaker.wantsTrial();
  }

  /** The number of sessions in a trial. */
  public int trialSize() {
    return breaker.trialSize();
  }

  /** Whether the session got no unexpected reply yet. */
  public synchronized boolean isUntried(String sessionKey) {
    return breaker.isUntried(sessionKey);
  }

  /** Whether this session may be called now. */
  public synchronized boolean lets(String sessionKey) {
    return breaker.lets(sessionKey);
  }

  private void tell(Function<CircuitBreaker, Optional<String>> reply) {
    Optional<String> reason;
    boolean notable;
    synchronized (this) {
      boolean before = breaker.halfOpen();
      reason = reply.apply(breaker);
      notable = before || breaker.halfOpen();
    }
    reason.ifPresent(text -> control.end(Ending.Kind.BREAKER, text));
    if (notable) {
      changed.run();
    }
  }
}
