package dev.sessioncleanup.deletion;

import dev.sessioncleanup.settings.CleanupProperties;
import dev.sessioncleanup.settings.Share;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Looks at the last replies and says when they are so wrong that a person must look. Belongs to one
 * thread.
 *
 * <p>Unexpected replies must be too many of the last replies, and come from too many of the
 * sessions behind them: a few sessions that never get a good one are tried again and again, at the
 * end of a run by themselves, and would otherwise look like a PAVE that fails. They are to fail
 * instead.
 */
final class Breaker {
  private static final int ENOUGH_FOR_MISSING = 10;

  private final CleanupProperties.Breaker limits;
  private final Deque<Seen> window = new ArrayDeque<>();
  private int unexpected;
  private int missing;

  private enum Kind {
    FINE,
    MISSING,
    UNEXPECTED
  }

  private record Seen(String key, Kind kind, String words) {}

  Breaker(CleanupProperties.Breaker limits) {
    this.limits = limits;
  }

  /** A reply that is evidence of an outcome. */
  Optional<String> fine(String key, String words) {
    return seen(new Seen(key, Kind.FINE, words));
  }

  /** An unrecognised reply or a 5xx. */
  Optional<String> unexpected(String key, String words) {
    return seen(new Seen(key, Kind.UNEXPECTED, words.replace(key, "<key>")));
  }

  /** PAVE does not know the session, and no earlier call of ours can be the cause. */
  Optional<String> missing(String key, String words) {
    return seen(new Seen(key, Kind.MISSING, words));
  }

  private Optional<String> seen(Seen reply) {
    window.addLast(reply);
    count(reply, 1);
    if (window.size() > limits.sample()) {
      count(window.removeFirst(), -1);
    }
    int size = window.size();
    if (size >= limits.sample()
        && Share.exceeded(unexpected, limits.maxUnexpected(), size)
        && comesFromMany()) {
      return Optional.of(
          "%d of the last %d replies were unexpected: %s; %s (cleanup.breaker.max-unexpected is %s)"
              .formatted(unexpected, size, frequent(), suspicions(), limits.maxUnexpected()));
    }
    if (size >= Math.min(ENOUGH_FOR_MISSING, limits.sample())
        && Share.exceeded(missing, limits.maxMissing(), size)) {
      return Optional.of(
          "%d of the last %d sessions are unknown to PAVE: %s; is this the API key (TEST or LIVE) of the account that created them? (cleanup.breaker.max-missing is %s)"
              .formatted(missing, size, frequent(), limits.maxMissing()));
    }
    return Optional.empty();
  }

  private boolean comesFromMany() {
    long all = window.stream().map(Seen::key).distinct().count();
    long bad =
        window.stream()
            .filter(seen -> seen.kind() == Kind.UNEXPECTED)
            .map(Seen::key)
            .distinct()
            .count();
    return bad > 1 && Share.exceeded(bad, limits.maxUnexpected(), all);
  }

  private void count(Seen reply, int by) {
    switch (reply.kind()) {
      case UNEXPECTED -> unexpected += by;
      case MISSING -> missing += by;
      case FINE -> {}
    }
  }

  private String frequent() {
    return mostFrequent().stream()
        .map(entry -> entry.getValue() + " x " + entry.getKey())
        .collect(Collectors.joining(", "));
  }

  private String suspicions() {
    List<String> unexpectedWords =
        window.stream().filter(seen -> seen.kind() == Kind.UNEXPECTED).map(Seen::words).toList();
    return mostFrequent().stream()
        .map(Map.Entry::getKey)
        .filter(unexpectedWords::contains)
        .map(Suspicion::of)
        .distinct()
        .collect(Collectors.joining("; "));
  }

  private List<Map.Entry<String, Long>> mostFrequent() {
    Map<String, Long> counts =
        window.stream()
            .collect(Collectors.groupingBy(Seen::words, LinkedHashMap::new, Collectors.counting()));
    return counts.entrySet().stream()
        .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder()))
        .limit(3)
        .toList();
  }
}
