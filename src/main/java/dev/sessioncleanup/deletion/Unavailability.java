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

  Unavailability(Duration longest) {
    this.longest = longest;
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

  /** To be asked often; the time since it was last asked counts as a whole or not at all. */
  boolean tooLong(long now) {
    if (lastTick != 0 && unsuccessful > 0 && !held) {
      trying += now - lastTick;
    }
    lastTick = now;
    return unsuccessful >= TRIES && trying >= longest.toNanos();
  }

  String text() {
    return Durations.text(Duration.ofNanos(trying));
  }
}
