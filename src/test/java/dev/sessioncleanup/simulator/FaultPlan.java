package dev.sessioncleanup.simulator;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.function.Function;

/** Chooses the fault for a request: first the queue of its key, then the rules, newest first. */
final class FaultPlan {
  private final Map<String, Queue<Armed>> byKey = new HashMap<>();
  private Function<Request, Optional<Fault>> rule = FaultPlan::never;

  private static Optional<Fault> never(Request request) {
    return Optional.empty();
  }

  private static final class Armed {
    final Fault fault;
    int left;

    Armed(Fault fault, int left) {
      this.fault = fault;
      this.left = left;
    }
  }

  synchronized void arm(String key, Fault fault, int times) {
    byKey.computeIfAbsent(key, k -> new ArrayDeque<>()).add(new Armed(fault, times));
  }

  synchronized void addRule(Function<Request, Optional<Fault>> first) {
    Function<Request, Optional<Fault>> next = rule;
    rule = request -> first.apply(request).or(() -> next.apply(request));
  }

  synchronized void addRandom(long seed, double probability, List<Fault> faults) {
    Random random = new Random(seed);
    addRule(
        request ->
            random.nextDouble() < probability
                ? Optional.of(faults.get(random.nextInt(faults.size())))
                : Optional.empty());
  }

  synchronized void clear() {
    byKey.clear();
    rule = FaultPlan::never;
  }

  /** Synchronized so that the random sequence stays the same for a seed. */
  synchronized Optional<Fault> next(Request request) {
    Queue<Armed> armed = byKey.getOrDefault(request.sessionKey(), new ArrayDeque<>());
    while (!armed.isEmpty() && armed.element().left == 0) {
      armed.remove();
    }
    if (armed.isEmpty()) {
      return rule.apply(request);
    }
    armed.element().left--;
    return Optional.of(armed.element().fault);
  }
}
