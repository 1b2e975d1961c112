package dev.sessioncleanup.deletion;

import dev.sessioncleanup.settings.CleanupProperties;
import dev.sessioncleanup.settings.Share;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Looks at the last replies and says when they are so wrong that a person must look. Belongs to one
 * thread.
 */
final class Breaker {
  private static final int ENOUGH_FOR_MISSING = 10;

  private final CleanupProperties.Breaker limits;
  private final Deque<Seen> window = new ArrayDeque<>();
  private int unexpected;
  private int missing;

  private enum Kind {
    FINE,
    UNEXPECTED,
    MISSING
  }

  private record Seen(Kind kind, String words) {}

  Breaker(CleanupProperties.Breaker limits) {
    this.limits = limits;
  }

  /** A reply that is evidence of an outcome. */
  Optional<String> fine(String words) {
    return seen(new Seen(Kind.FINE, words));
  }

  /** An unrecognised reply or a 5xx. */
  Optional<String> unexpected(String words) {
    return seen(new Seen(Kind.UNEXPECTED, words));
  }

  /** PAVE does not know the session, and no earlier call of ours can be the cause. */
  Optional<String> missing(String words) {
    return seen(new Seen(Kind.MISSING, words));
  }

  private Optional<String> seen(Seen reply) {
    window.addLast(reply);
    count(reply, 1);
    if (window.size() > limits.sample()) {
      count(window.removeFirst(), -1);
    }
    int size = window.size();
    if (size >= limits.sample() && Share.exceeded(unexpected, limits.maxUnexpected(), size)) {
      return Optional.of(
          message("%d of the last %d replies were not PAVE's", unexpected)
              + "; look at what stands between here and PAVE (proxy, base URL) and at PAVE's status"
              + " (cleanup.breaker.max-unexpected is %s)".formatted(limits.maxUnexpected()));
    }
    if (size >= Math.min(ENOUGH_FOR_MISSING, limits.sample())
        && Share.exceeded(missing, limits.maxMissing(), size)) {
      return Optional.of(
          message("%d of the last %d sessions are unknown to PAVE", missing)
              + "; is this the API key (TEST or LIVE) of the account that created them?"
              + " (cleanup.breaker.max-missing is %s)".formatted(limits.maxMissing()));
    }
    return Optional.empty();
  }

  private void count(Seen reply, int by) {
    switch (reply.kind()) {
      case UNEXPECTED -> unexpected += by;
      case MISSING -> missing += by;
      case FINE -> {}
    }
  }

  private String message(String words, int count) {
    Map<String, Long> counts =
        window.stream()
            .collect(Collectors.groupingBy(Seen::words, LinkedHashMap::new, Collectors.counting()));
    String frequent =
        counts.entrySet().stream()
            .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder()))
            .limit(3)
            .map(entry -> entry.getValue() + " x " + entry.getKey())
            .collect(Collectors.joining(", "));
    return words.formatted(count, window.size()) + ": " + frequent;
  }
}
