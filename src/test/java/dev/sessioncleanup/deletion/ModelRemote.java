package dev.sessioncleanup.deletion;

import dev.sessioncleanup.audit.Outcome;
import java.util.HashMap;
import java.util.Map;

/** PAVE as the model has it: the truth about each session. */
final class ModelRemote {
  /** Where a session really stands. */
  enum Truth {
    IDLE,
    STARTED,
    UNKNOWN,
    REMOVED
  }

  private final Map<String, Truth> truths = new HashMap<>();
  private final Map<String, Integer> sends = new HashMap<>();

  void put(String key, Truth truth) {
    truths.put(key, truth);
  }

  /** A DELETE arrives; what PAVE answers. */
  Outcome delete(String key) {
    sends.merge(key, 1, Integer::sum);
    return switch (truth(key)) {
      case IDLE -> {
        truths.put(key, Truth.REMOVED);
        yield Outcome.REMOVED;
      }
      case STARTED -> Outcome.STARTED;
      case UNKNOWN, REMOVED -> Outcome.MISSING;
    };
  }

  Truth truth(String key) {
    return truths.getOrDefault(key, Truth.UNKNOWN);
  }

  int sends(String key) {
    return sends.getOrDefault(key, 0);
  }

  Iterable<String> keys() {
    return truths.keySet();
  }
}
