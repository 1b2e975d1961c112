package dev.sessioncleanup.restart;

import dev.sessioncleanup.simulator.Fault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** One seeded story: sessions, faults, commands, blows, and then the same commands to the end. */
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
  private static final List<String> SWEEP = List.of("sweep");
  private static final List<String> BACKFILL =
      List.of("backfill", "--from=2000-01-01", "--to=2100-01-01", "--yes");
  private static final int MOST_RERUNS = 8;

  private final RestartableDatabase database;
  private final World world;
  private final Random random;
  private final Figures figures;
  private final Set<List<String>> used = new LinkedHashSet<>();
  private final List<String> story = new ArrayList<>();

  Round(RestartableDatabase database, World world, long seed, Figures figures) {
    this.database = database;
    this.world = world;
    this.random = new Random(seed);
    this.figures = figures;
  }

  void play() {
    try {
      sessions();
      world.pave.randomFaults(random.nextLong(), random.nextDouble() * 0.3, FAULTS);
      int blows = 1 + random.nextInt(4);
      for (int i = 0; i < blows; i++) {
        blow();
      }
      toTheEnd();
      Truth.assertExact(world);
      figures.played(world);
    } catch (RuntimeException | AssertionError failure) {
      throw new AssertionError("the story was " + story, failure);
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

  private void blow() {
    Child child = running();
    Moment moment = List.of(Moment.values()).get(random.nextInt(Moment.values().length));
    moment.await(world, random, child);
    Blow blow = Blow.any(random);
    boolean early = !child.alive();
    story.add(moment + ":" + blow + (early ? " (after the end)" : ""));
    blow.strike(world, database, child, random);
    world.releaseReplies();
    if (!early) {
      figures.struck(blow);
    }
  }

  /** One that runs already, or a new one, or two. */
  private Child running() {
    List<Child> running = world.running();
    if (!running.isEmpty() && random.nextInt(3) > 0) {
      return running.getLast();
    }
    Child child = start(random.nextInt(3) > 0 ? SWEEP : BACKFILL);
    if (random.nextInt(4) == 0 && running.isEmpty()) {
      start(random.nextBoolean() ? SWEEP : BACKFILL);
    }
    return child;
  }

  private Child start(List<String> command) {
    used.add(command);
    story.add("start " + command.getFirst());
    return world.start(command.toArray(String[]::new));
  }

  private void toTheEnd() {
    for (Child child : world.running()) {
      child.exit(Duration.ofSeconds(90));
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
      Child child = start(command);
      int exit = child.exit(Duration.ofSeconds(90));
      story.add("exit " + exit);
      if (exit == 0) {
        return;
      }
      if (exit != 7 && exit != 5 && exit != 3) {
        throw new AssertionError("exit code " + exit + ":\n" + child.said());
      }
    }
    throw new AssertionError(command + " does not come to an end");
  }
}
