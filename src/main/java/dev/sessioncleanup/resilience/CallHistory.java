package dev.sessioncleanup.resilience;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Calls by number: those in flight or unanswered, and one answered call between them where there
 * was at least one. Not safe for use by many threads.
 */
final class CallHistory {
  private final TreeMap<Long, Call> calls = new TreeMap<>();
  private long lastNumber;
  private long lastAnswered;
  private int unanswered;

  enum State {
    IN_FLIGHT,
    ANSWERED,
    UNANSWERED
  }

  /**
   * @param knownAt when the call ended without a reply, nanoseconds
   */
  record Call(State state, long knownAt) {}

  long sent() {
    calls.put(++lastNumber, new Call(State.IN_FLIGHT, 0));
    return lastNumber;
  }

  void answered(long number) {
    lastAnswered = Math.max(lastAnswered, number);
    calls.put(number, new Call(State.ANSWERED, 0));
    dropRepeatedAnswers(number);
  }

  void unanswered(long number, long now) {
    calls.put(number, new Call(State.UNANSWERED, now));
    unanswered++;
  }

  /** Removes a call that says nothing about other calls. */
  void forget(long number) {
    calls.remove(number);
    dropRepeatedAnswers(number);
  }

  /** Removes unanswered calls whose cause is decided. */
  void decided(Collection<Long> numbers) {
    calls.keySet().removeAll(numbers);
    unanswered -= numbers.size();
    numbers.forEach(this::dropRepeatedAnswers);
  }

  int size() {
    return calls.size();
  }

  long lastNumber() {
    return lastNumber;
  }

  int unanswered() {
    return unanswered;
  }

  /** In the order of sending. */
  Iterable<Map.Entry<Long, Call>> all() {
    return calls.entrySet();
  }

  /** The first call after the last answered one; the argument when there is none. */
  long firstAfterLastAnswer(long otherwise) {
    Long first = calls.higherKey(lastAnswered);
    return first == null ? otherwise : first;
  }

  List<Map.Entry<Long, Call>> unansweredAfterLastAnswer() {
    return calls.tailMap(lastAnswered, false).entrySet().stream()
        .filter(call -> call.getValue().state() == State.UNANSWERED)
        .toList();
  }

  /** Keeps only one of several answered calls in a row around this number. */
  private void dropRepeatedAnswers(long number) {
    Map.Entry<Long, Call> from = calls.floorEntry(number);
    Map.Entry<Long, Call> next = calls.higherEntry(from == null ? 0 : from.getKey());
    if (next != null && isAnswered(next) && (from == null || isAnswered(from))) {
      calls.remove(next.getKey());
    }
    Map.Entry<Long, Call> before = from == null ? null : calls.lowerEntry(from.getKey());
    if (from != null && isAnswered(from) && (before == null || isAnswered(before))) {
      calls.remove(from.getKey());
    }
  }

  private static boolean isAnswered(Map.Entry<Long, Call> call) {
    return call.getValue().state() == State.ANSWERED;
  }
}
