package dev.sessioncleanup.resilience;

import dev.sessioncleanup.settings.Share;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The last replies, and what is to be said of them. Not safe for use by many threads. */
final class ReplyWindow {
  private final Deque<Observed> replies = new ArrayDeque<>();
  private final int size;

  enum Kind {
    EXPECTED,
    UNEXPECTED,
    MISSING
  }

  /**
   * One reply.
   *
   * @param summary the reply in one line, without the session's key
   */
  record Observed(String sessionKey, Kind kind, String summary) {}

  ReplyWindow(int size) {
    this.size = size;
  }

  void add(Observed reply) {
    replies.addLast(reply);
    if (replies.size() > size) {
      replies.removeFirst();
    }
  }

  /** The session got a better reply: what it got before does not count any more. */
  void forget(String sessionKey) {
    replies.removeIf(reply -> reply.sessionKey().equals(sessionKey));
  }

  void forget(Kind kind) {
    replies.removeIf(reply -> reply.kind() == kind);
  }

  int size() {
    return replies.size();
  }

  boolean isFull() {
    return replies.size() >= size;
  }

  /** Whether the replies of this kind are more than that share of all. */
  boolean exceeds(Kind kind, double share) {
    return Share.exceeded(count(kind), share, replies.size());
  }

  private int count(Kind kind) {
    return (int) of(kind).count();
  }

  int sessions(Kind kind) {
    return (int) of(kind).map(Observed::sessionKey).distinct().count();
  }

  /**
   * @param otherSessions a sentence on what other sessions got, or nothing
   */
  String unexpectedReason(String otherSessions, double maxUnexpected) {
    return "%d of the last %d replies were unexpected: %s.%s %s (cleanup.breaker.max-unexpected is %s)"
        .formatted(
            count(Kind.UNEXPECTED), size(), mostFrequent(), otherSessions, hints(), maxUnexpected);
  }

  String missingReason(double maxMissing) {
    return ("PAVE does not know %d of the last %d sessions: %s. Check that the account's API key is the one that"
            + " created them: TEST and LIVE keys see different sessions. Check also that no proxy repeats"
            + " DELETE: the second one finds nothing. After a restore of the database see db/runbook.md."
            + " (cleanup.breaker.max-missing is %s)")
        .formatted(count(Kind.MISSING), size(), mostFrequent(), maxMissing);
  }

  private String mostFrequent() {
    return threeMostFrequent().stream()
        .map(entry -> entry.getValue() + " x " + entry.getKey())
        .collect(Collectors.joining(", "));
  }

  /** What to check after the most frequent unexpected replies. */
  private String hints() {
    List<String> unexpected = of(Kind.UNEXPECTED).map(Observed::summary).toList();
    return threeMostFrequent().stream()
        .map(Map.Entry::getKey)
        .filter(unexpected::contains)
        .map(ReplyHint::of)
        .distinct()
        .collect(Collectors.joining(" "));
  }

  private Stream<Observed> of(Kind kind) {
    return replies.stream().filter(reply -> reply.kind() == kind);
  }

  private List<Map.Entry<String, Long>> threeMostFrequent() {
    Map<String, Long> counts =
        replies.stream()
            .collect(
                Collectors.groupingBy(
                    Observed::summary, LinkedHashMap::new, Collectors.counting()));
    return counts.entrySet().stream()
        .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder()))
        .limit(3)
        .toList();
  }
}
