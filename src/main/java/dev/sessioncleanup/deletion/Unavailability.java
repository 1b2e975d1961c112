package dev.sessioncleanup.deletion;

import dev.sessioncleanup.settings.Durations;
import java.time.Duration;

/**
 * How long PAVE has given no recognised reply. Only time in which calls are tried counts: not a
 * pause, and not the silence that PAVE asked for. Belongs to one thread.
 */
final class Unavailability {
  private static final int TRIES = 2;

  private final Duration longest;
  private int unsuccessful;
  private boolean held;
  private long trying;
  private long lastTick;

  /**
   * @param now of the clock that {@link #tooLong} is asked by
   */
  Unavailability(Duration longest, long now) {
    this.longest = longest;
    this.lastTick = now;
  }

  void recognised() {
    unsuccessful = 0;
    trying = 0;
  }

  void unsuccessful() {
    unsuccessful++;
  }

  void held(boolean now) {
    held = now;
  }

  /**
   * To be asked often; the time since it was last asked counts as a whole or not at all.
   *
   * @param busy whether there is anything to be tried
   */
  boolean tooLong(long now, boolean busy) {
    if (busy && unsuccessful > 0 && !held) {
      trying += now - lastTick;
    }
    lastTick = now;
    return unsuccessful >= TRIES && trying >= longest.toNanos();
  }

  String text() {
    return Durations.text(Duration.ofNanos(trying));
  }
}
