package dev.sessioncleanup.deletion;

import dev.sessioncleanup.settings.Durations;
import java.time.Duration;

/**
 * How long PAVE has given no recognised reply. A pause and an absence of the database do not count.
 * A silence that PAVE asked for is waited for, however long; it counts once the calls behind such
 * silences are refused, too. When the time is over a probe has the last word: bad sessions alone
 * end nothing. Belongs to one thread.
 */
final class Unavailability {
  private static final int REFUSED_SILENCES = 2;

  private final Duration longest;
  private boolean unsuccessful;
  private boolean probeFailed;
  private Rest rest = Rest.NONE;
  private boolean silenceAsked;
  private boolean silenceKept;
  private int silences;
  private int refusedSilences;
  private long trying;
  private long silent;
  private long lastTick;

  /** Why nothing may be tried at the moment. */
  enum Rest {
    /** It may. */
    NONE,
    /** PAVE asked for silence. */
    ASKED,
    /** An operator or the database is the reason. */
    HELD
  }

  /** What the time without a recognised reply means. */
  enum Verdict {
    GO_ON,
    /** It is too long, unless a probe is answered. */
    PROBE,
    TOO_LONG
  }

  /**
   * @param now of the clock that {@link #at} is asked by
   */
  Unavailability(Duration longest, long now) {
    this.longest = longest;
    this.lastTick = now;
  }

  void recognised() {
    unsuccessful = false;
    probeFailed = false;
    silenceAsked = false;
    silenceKept = false;
    silences = 0;
    refusedSilences = 0;
    trying = 0;
    silent = 0;
  }

  /** A call was in vain, for which its session may be to blame. */
  void unsuccessful() {
    unsuccessful = true;
  }

  /** A probe was in vain, for which no session is to blame. */
  void probeFailed() {
    unsuccessful = true;
    probeFailed = true;
  }

  /** PAVE asked for silence instead of an answer. */
  void throttled() {
    unsuccessful = true;
    silenceAsked = true;
    refusedSilences = silences;
  }

  /** A call is on its way. */
  void launched() {
    if (silenceKept) {
      silences++;
      silenceAsked = false;
      silenceKept = false;
    }
    rest = Rest.NONE;
  }

  void rests(Rest now) {
    rest = now;
  }

  /** The last so many nanoseconds were spent waiting for something else than PAVE. */
  void leaveOut(long nanos) {
    lastTick += nanos;
  }

  /**
   * To be asked often; the time since it was last asked counts as a whole or not at all.
   *
   * @param busy whether there is anything to be tried
   */
  Verdict at(long now, boolean busy) {
    if (busy && unsuccessful) {
      switch (rest) {
        case NONE -> trying += now - lastTick;
        case ASKED -> silent += now - lastTick;
        case HELD -> {}
      }
    }
    silenceKept |= silenceAsked && rest == Rest.ASKED;
    lastTick = now;
    if (refusedSilences >= REFUSED_SILENCES && trying + silent >= longest.toNanos()) {
      return Verdict.TOO_LONG;
    }
    if (trying < longest.toNanos()) {
      return Verdict.GO_ON;
    }
    return probeFailed ? Verdict.TOO_LONG : Verdict.PROBE;
  }

  String text() {
    return Durations.text(Duration.ofNanos(trying + silent));
  }
}
