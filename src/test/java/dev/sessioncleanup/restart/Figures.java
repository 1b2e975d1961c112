package dev.sessioncleanup.restart;

import java.util.EnumMap;
import java.util.Map;

/** What the rounds did, to be printed. */
final class Figures {
  private final Map<Blow, Integer> blows = new EnumMap<>(Blow.class);
  private int rounds;
  private int sessions;
  private long requests;
  private long faults;
  private long inferred;

  void struck(Blow blow) {
    blows.merge(blow, 1, Integer::sum);
  }

  void played(World world) {
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
        .formatted(rounds, sessions, requests, faults, inferred, blows);
  }
}
