package dev.sessioncleanup.job;

import dev.sessioncleanup.audit.Ending;
import dev.sessioncleanup.audit.RunState;

/** Which endings are the run's last word. */
final class Endings {
  private Endings() {}

  /** Whether the same command starts a new run after it; otherwise it resumes this one. */
  static boolean isFinal(Ending.Kind kind) {
    return kind.state() != RunState.FAILED;
  }
}
