package dev.sessioncleanup.resilience;

import dev.sessioncleanup.resilience.ReplyWindow.Kind;
import dev.sessioncleanup.resilience.ReplyWindow.Observed;
import dev.sessioncleanup.settings.CleanupProperties;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Opens when too many of the last replies are wrong, so that a person must check. Not safe for use
 * by many threads.
 *
 * <p>A few bad sessions must not stop the others. A session that is tried again counts once, as
 * soon as any session got a documented reply. Before unexpected replies open the breaker, it is
 * half open: only sessions from the other end of the run are called, and their replies decide.
 * Missing sessions open it immediately, because that outcome is final.
 */
public final class CircuitBreaker {
  private static final int MIN_SAMPLE_FOR_MISSING = 10;
  private static final int TRIAL = 10;

  private final CleanupProperties.Breaker limits;
  private final ReplyWindow window;
  private final Set<String> bad = new HashSet<>();
  private boolean anyExpected;
  private boolean halfOpen;
  private @Nullable BreakerTrial trial;

  public CircuitBreaker(CleanupProperties.Breaker limits) {
    this.limits = limits;
    this.window = new ReplyWindow(limits.sample());
  }

  /** A reply that proves an outcome; returns the reason if the breaker opens. */
  public Optional<String> expected(String sessionKey, String summary) {
    anyExpected = true;
    return good(new Observed(sessionKey, Kind.EXPECTED, summary));
  }

  /**
   * PAVE does not know the session, and no earlier call of ours can be the cause; returns the
   * reason if the breaker opens.
   */
  public Optional<String> missing(String sessionKey, String summary) {
    return good(new Observed(sessionKey, Kind.MISSING, summary));
  }

  /** A reply that says nothing about the session; returns why the breaker opens, if it does. */
  public Optional<String> unexpected(String sessionKey, String summary) {
    boolean again = !bad.add(sessionKey);
    if (!again || !anyExpected) {
      window.add(new Observed(sessionKey, Kind.UNEXPECTED, summary.replace(sessionKey, "<key>")));
    }
    return replied(sessionKey, false);
  }

  /** Whether only the sessions of a trial may be called. */
  public boolean halfOpen() {
    return halfOpen;
  }

  /** Whether a trial needs untried sessions from the other end of the run. */
  public boolean wantsTrial() {
    return halfOpen && trial == null;
  }

  /** The number of sessions in a trial. */
  public int trialSize() {
    return Math.min(TRIAL, limits.sample());
  }

  /** The sessions of the trial, empty when none is left; returns why the breaker opens, if so. */
  public Optional<String> begin(Set<String> sessionKeys) {
    if (sessionKeys.isEmpty()) {
      return anyExpected
          ? close()
          : Optional.of(window.unexpectedReason("", limits.maxUnexpected()));
    }
    trial = new BreakerTrial(sessionKeys, limits.maxUnexpected());
    return Optional.empty();
  }

  /** Whether this session may be called now. */
  public boolean lets(String sessionKey) {
    return !halfOpen || (trial != null && trial.waitsFor(sessionKey));
  }

  /** Whether the session got no unexpected reply yet. */
  public boolean isUntried(String sessionKey) {
    return !bad.contains(sessionKey);
  }

  /** The run makes no more calls for the session; returns why the breaker opens, if it does. */
  public Optional<String> gone(String sessionKey) {
    BreakerTrial current = trial;
    return current == null ? Optional.empty() : decide(current.gone(sessionKey));
  }

  private Optional<String> good(Observed reply) {
    if (bad.remove(reply.sessionKey())) {
      window.forget(reply.sessionKey());
    }
    window.add(reply);
    return replied(reply.sessionKey(), true);
  }

  private Optional<String> replied(String sessionKey, boolean asExpected) {
    if (tooManyMissing()) {
      return Optional.of(window.missingReason(limits.maxMissing()));
    }
    if (trial != null) {
      return decide(trial.replied(sessionKey, asExpected));
    }
    halfOpen |= tooManyUnexpected();
    return Optional.empty();
  }

  private Optional<String> decide(BreakerTrial current) {
    return switch (current.verdict()) {
      case UNDECIDED -> Optional.empty();
      case OTHERS_ARE_FINE -> close();
      case ALL_ARE_BAD ->
          Optional.of(window.unexpectedReason(" " + current.text(), limits.maxUnexpected()));
      case NO_REPLIES -> {
        trial = null; // another trial decides
        yield Optional.empty();
      }
    };
  }

  private Optional<String> close() {
    halfOpen = false;
    trial = null;
    window.forget(Kind.UNEXPECTED);
    return Optional.empty();
  }

  private boolean tooManyUnexpected() {
    return window.isFull()
        && window.exceeds(Kind.UNEXPECTED, limits.maxUnexpected())
        && window.sessions(Kind.UNEXPECTED) > 1;
  }

  private boolean tooManyMissing() {
    return window.size() >= Math.min(MIN_SAMPLE_FOR_MISSING, limits.sample())
        && window.exceeds(Kind.MISSING, limits.maxMissing());
  }
}
