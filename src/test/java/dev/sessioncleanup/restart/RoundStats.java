package dev.sessioncleanup.restart;

import dev.sessioncleanup.truth.Truth;
import java.util.EnumMap;
import java.util.Map;

/** Statistics of the rounds, for printing. */
final class RoundStats {
  private final Map<Disruption, Integer> disruptions = new EnumMap<>(Disruption.class);
  private int rounds;
  private int sessions;
  private long requests;
  private long faults;
  private long inferred;

  void count(Disruption disruption) {
    disruptions.merge(disruption, 1, Integer::sum);
  }

  void add(ProcessWorld world) {
    rounds++;
    sessions += world.sessions().size();
    requests += world.pave.log().size();
    faults +=
        world.pave.log().stream().filter(exchange -> exchange.note().matches("[A-Z_0-9]+")).count();
    inferred += Truth.inferred(world);
  }

  @Override
  public String toString() {
    return "%d rounds, %d sessions, %d requests, %d of them met a fault, %d outcomes inferred; %s"
        .formatted(rounds, sessions, requests, faults, inferred, disruptions);
  }
}
