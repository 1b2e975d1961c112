package dev.sessioncleanup.dispatch;

import dev.sessioncleanup.availability.CallKind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.PriorityQueue;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Requests in the order in which they get their slots. Not safe for use by many threads. */
final class WaitingRequests {
  private final Deque<PermitRequest> probes = new ArrayDeque<>();
  private final PriorityQueue<PermitRequest> ready =
      new PriorityQueue<>(Comparator.comparingLong(PermitRequest::place));
  private final PriorityQueue<PermitRequest> backoff =
      new PriorityQueue<>(Comparator.comparingLong(request -> request.notBefore));
  private final TreeSet<Long> awaited = new TreeSet<>();
  private int expected;
  private long lastPlace;

  /** Takes the next place at the end of the order of slots. */
  long nextPlace() {
    return ++lastPlace;
  }

  /** See {@link PermitQueue#expect}. */
  long expect(boolean atOnce) {
    expected++;
    long place = nextPlace();
    if (atOnce) {
      awaited.add(place);
    }
    return place;
  }

  /** The request that was announced for this place has come, or will not come. */
  void expectNoMore(long place) {
    expected--;
    awaited.remove(place);
  }

  void add(PermitRequest request, long now) {
    if (request.kind == CallKind.PROBE) {
      probes.add(request);
    } else if (request.notBefore - now > 0) {
      backoff.add(request);
    } else {
      ready.add(request);
    }
  }

  /**
   * Takes requests that are due: probes first, then those for sessions that may be called. Whoever
   * waited for the end of a backoff comes behind those that wait already.
   */
  List<PermitRequest> take(int most, Predicate<String> mayBeCalled, long now) {
    while (!backoff.isEmpty() && backoff.element().notBefore - now <= 0) {
      PermitRequest request = backoff.remove();
      request.place(nextPlace());
      ready.add(request);
    }
    List<PermitRequest> taken = new ArrayList<>();
    while (taken.size() < most && !probes.isEmpty()) {
      taken.add(probes.removeFirst());
    }
    List<PermitRequest> others = new ArrayList<>();
    while (taken.size() < most && isFirst(ready.peek())) {
      PermitRequest request = ready.remove();
      if (!request.promise.isDone()) {
        boolean wanted = mayBeCalled.test(request.claim().sessionKey());
        (wanted ? taken : others).add(request);
      }
    }
    ready.addAll(others);
    return taken;
  }

  private boolean isFirst(@Nullable PermitRequest request) {
    return request != null && (awaited.isEmpty() || request.place() < awaited.first());
  }

  /** Puts requests that got no slot back. They keep their places. */
  void putBack(List<PermitRequest> requests) {
    for (PermitRequest request : requests) {
      if (request.kind == CallKind.PROBE) {
        probes.add(request);
      } else {
        ready.add(request);
      }
    }
  }

  /** When the next backoff ends; the argument when no request is in backoff. */
  long nextDue(long otherwise) {
    return backoff.isEmpty() ? otherwise : backoff.element().notBefore;
  }

  /** The number of requests that wait only for a slot. */
  int ready() {
    return ready.size();
  }

  /** The number of requests that wait only for a slot, or are announced. */
  int readyOrExpected() {
    return expected + ready.size();
  }

  boolean isEmpty() {
    return ready.isEmpty() && backoff.isEmpty() && probes.isEmpty();
  }

  /** Removes the requests for one claim and returns them. */
  List<PermitRequest> removeClaim(long auditId) {
    List<PermitRequest> removed =
        all().stream()
            .filter(request -> request.kind != CallKind.PROBE)
            .filter(request -> request.claim().auditId() == auditId)
            .toList();
    ready.removeAll(removed);
    backoff.removeAll(removed);
    return removed;
  }

  List<PermitRequest> all() {
    List<PermitRequest> all = new ArrayList<>(ready);
    all.addAll(backoff);
    all.addAll(probes);
    return all;
  }

  void clear() {
    ready.clear();
    backoff.clear();
    probes.clear();
  }
}
