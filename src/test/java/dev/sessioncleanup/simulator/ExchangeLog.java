package dev.sessioncleanup.simulator;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

/** All requests that reached the simulator; tests compare the job's audit with it. */
final class ExchangeLog {
  private final AtomicLong last = new AtomicLong();
  private final ConcurrentSkipListMap<Long, Exchange> byNumber = new ConcurrentSkipListMap<>();

  long nextNumber() {
    return last.incrementAndGet();
  }

  void add(Exchange exchange) {
    byNumber.put(exchange.number(), exchange);
  }

  List<Exchange> all() {
    return List.copyOf(byNumber.values());
  }

  Map<String, Long> deletesByKey() {
    return all().stream()
        .filter(exchange -> exchange.method().equals("DELETE"))
        .collect(Collectors.groupingBy(Exchange::sessionKey, TreeMap::new, Collectors.counting()));
  }

  Set<String> removed() {
    return all().stream()
        .filter(exchange -> exchange.effect() == Effect.REMOVED)
        .map(Exchange::sessionKey)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  int maxIn(Duration window) {
    long[] times = times();
    int most = 0;
    int first = 0;
    for (int i = 0; i < times.length; i++) {
      while (times[i] - times[first] >= window.toNanos()) {
        first++;
      }
      most = Math.max(most, i - first + 1);
    }
    return most;
  }

  double rate() {
    long[] times = times();
    if (times.length < 2) {
      return 0;
    }
    return (times.length - 1) * 1e9 / (times[times.length - 1] - times[0]);
  }

  private long[] times() {
    return all().stream().mapToLong(Exchange::nanoTime).sorted().toArray();
  }
}
