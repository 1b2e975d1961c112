package dev.sessioncleanup.restart;

import dev.sessioncleanup.simulator.Fault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;

/**
 * One seeded scenario: sessions, faults, commands, disruptions, and then the same commands until
 * they complete.
 */
final class Round {
  private static final Fault[] FAULTS = {
    Fault.RESET_BEFORE,
    Fault.RESET_AFTER,
    Fault.HANG_BEFORE,
    Fault.HANG_AFTER,
    Fault.SLOW_BYTES,
    Fault.ERROR_500_BEFORE,
    Fault.ERROR_500_AFTER,
    Fault.BAD_GATEWAY_HTML,
    Fault.CLOSE_BEFORE,
    Fault.TRUNCATED
  };

  /** Short timeouts keep a round short in spite of hanging replies. */
  private static final List<String> SHORT_TIMEOUTS =
      List.of("--pave.read-timeout=1s", "--pave.connect-timeout=1s", "--cleanup.grace=5s");

  private static final List<String> SWEEP = List.of("sweep");
  private static final int MOST_RERUNS = 8;

  private final RestartableDatabase database;
  private final ProcessWorld world;
  private final Random random;
  private final RoundStats stats;
  private final Set<List<String>> used = new LinkedHashSet<>();
  private final List<String> events = new ArrayList<>();

  Round(RestartableDatabase database, ProcessWorld world, long seed, RoundStats stats) {
    this.database = database;
    this.world = world;
    this.random = new Random(seed);
    this.stats = stats;
  }

  void run() {
    try {
      sessions();
      world.pave.randomFaults(random.nextLong(), random.nextDouble() * 0.3, FAULTS);
      int disruptions = 1 + random.nextInt(4);
      for (int i = 0; i < disruptions; i++) {
        disrupt();
      }
      toTheEnd();
      EndState.assertExact(world);
      stats.add(world);
    } catch (RuntimeException | AssertionError failure) {
      throw new AssertionError("the events were " + events, failure);
    }
  }

  private void sessions() {
    int count = 20 + random.nextInt(40);
    for (int i = 0; i < count; i++) {
      world.track(session(i));
    }
  }

  private Session session(int number) {
    int kind = random.nextInt(100);
    if (kind < 65) {
      return Session.stale(number, "IDLE");
    }
    if (kind < 77) {
      return Session.stale(number, "STARTED");
    }
    if (kind < 90) {
      return Session.stale(number, Session.UNKNOWN);
    }
    String key = Session.key(number);
    return switch (kind % 3) {
      case 0 -> new Session(key, "COMPLETE", "COMPLETE", 9, false);
      case 1 -> new Session(key, "IDLE", "IDLE", 9, true);
      default -> new Session(key, "IDLE", "IDLE", 0, false);
    };
  }

  private void disrupt() {
    ChildProcess child = running();
    InjectionPoint point =
        List.of(InjectionPoint.values()).get(random.nextInt(InjectionPoint.values().length));
    point.await(world, random, child);
    Disruption disruption = Disruption.any(random);
    boolean early = !child.alive();
    events.add(point + ":" + disruption + (early ? " (after the end)" : ""));
    disruption.apply(world, database, child, random);
    world.unblockReplies();
    if (!early) {
      stats.count(disruption);
    }
  }

  /** A process that is already running, or a new one, or two new ones. */
  private ChildProcess running() {
    List<ChildProcess> running = world.running();
    if (!running.isEmpty() && random.nextInt(3) > 0) {
      return running.getLast();
    }
    ChildProcess child = start(random.nextInt(3) > 0 ? SWEEP : ProcessWorld.BACKFILL);
    if (random.nextInt(4) == 0 && running.isEmpty()) {
      start(random.nextBoolean() ? SWEEP : ProcessWorld.BACKFILL);
    }
    return child;
  }

  private ChildProcess start(List<String> command) {
    used.add(command);
    events.add("start " + command.getFirst());
    return world.start(
        Stream.concat(command.stream(), SHORT_TIMEOUTS.stream()).toArray(String[]::new));
  }

  private void toTheEnd() {
    for (ChildProcess child : world.running()) {
      child.exit(Duration.ofMinutes(4));
    }
    for (List<String> command : List.copyOf(used)) {
      rerun(command);
    }
  }

  private void rerun(List<String> command) {
    for (int i = 0; i < MOST_RERUNS; i++) {
      if (i == 1) {
        world.pave.clearFaults();
      }
      ChildProcess child = start(command);
      int exit = child.exit(Duration.ofMinutes(4));
      events.add("exit " + exit);
      if (exit == 0) {
        return;
      }
      if (exit != 7 && exit != 5 && exit != 3) {
        throw new AssertionError("exit code " + exit + ":\n" + child.output());
      }
    }
    throw new AssertionError(command + " does not come to an end");
  }
}
