package dev.sessioncleanup.restart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessioncleanup.database.ControlledPostgres.Shutdown;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@ProcessTest
class DatabaseOutageTest {
  /** Half a minute if rounds are requested; shorter otherwise. */
  private static final Duration ABSENCE = Duration.ofSeconds(RestartRoundsTest.LONG ? 30 : 4);

  private final RestartableDatabase database = new RestartableDatabase();
  private final ProcessWorld world = database.world();

  @AfterEach
  void close() {
    world.close();
    database.close();
  }

  @Test
  void runContinuesAfterAShortOutage() {
    world.trackIdle(60);
    ChildProcess child = world.start("sweep", "--cleanup.unavailable-after=60s");
    ProcessWorld.awaitOrFail("some calls", () -> world.pave.log().size() >= 10);

    database.stop();
    assertThat(child.endsWithin(ABSENCE)).isFalse();
    database.start();

    assertThat(child.exit()).as(child.output()).isZero();
    assertThat(world.pave.deletesByKey().values()).containsOnly(1L);
    EndState.assertExact(world);
  }

  @Test
  void longOutageEndsTheRunAndTheSameCommandResumesIt() {
    world.trackIdle(60);
    ChildProcess child = world.start("sweep", "--cleanup.unavailable-after=2s");
    ProcessWorld.awaitOrFail("some calls", () -> world.pave.log().size() >= 10);

    database.stop();
    int exit = child.exit();
    database.start();

    assertThat(exit).as(child.output()).isEqualTo(5);
    assertThat(child.output()).doesNotContain("Encountered an error", "should not be restarted");
    ChildProcess next = world.start("sweep");
    assertThat(next.exit()).as(next.output()).isZero();
    assertThat(next.output()).contains("Resuming run 1 ");
    EndState.assertExact(world);
  }

  @Test
  void stopDuringAnOutageEndsWithinTheGracePeriod() {
    world.trackIdle(60);
    ChildProcess child =
        world.start("sweep", "--cleanup.unavailable-after=10m", "--cleanup.grace=2s");
    ProcessWorld.awaitOrFail("some calls", () -> world.pave.log().size() >= 10);

    database.stop();
    child.terminate();
    int exit = child.exit(Duration.ofSeconds(15));
    database.start();

    assertThat(exit).as(child.output()).isIn(3, 143);
    assertThat(world.start("sweep").exit()).isZero();
    EndState.assertExact(world);
  }

  @Test
  void crashOfTheDatabaseLosesNoIntentAndNoOutcome() {
    world.trackIdle(80);
    ChildProcess child = world.start("sweep", "--cleanup.unavailable-after=30s");
    for (int sent : new int[] {10, 40}) {
      ProcessWorld.awaitOrFail(sent + " calls", () -> world.pave.log().size() >= sent);
      database.restart(Shutdown.IMMEDIATE, child, 300);
    }

    assertThat(child.exit()).as(child.output()).isZero();
    assertThat(world.pave.deletesByKey().values()).containsOnly(1L);
    EndState.assertExact(world);
  }

  @Test
  void runWaitsForAFreeConnection() throws SQLException {
    world.trackIdle(60);
    BlockedReplies held = new BlockedReplies(10, Duration.ofMinutes(2));
    world.blockReplies(held);
    ChildProcess child =
        world.start("sweep", "--cleanup.unavailable-after=30s", "--pave.read-timeout=3m");
    ProcessWorld.awaitOrFail("a held reply", held::reached);

    List<Connection> others = new ArrayList<>();
    try {
      ProcessWorld.awaitOrFail("no connection is left to the program", () -> crowdOut(others));
      world.unblockReplies();
      assertThat(child.endsWithin(Duration.ofSeconds(2))).as(child.output()).isFalse();
    } finally {
      for (Connection other : others) {
        other.close();
      }
    }

    assertThat(child.exit()).as(child.output()).isZero();
    assertThat(world.pave.deletesByKey().values()).containsOnly(1L);
    EndState.assertExact(world);
  }

  @Test
  void startWaitsForAFreeConnection() throws SQLException {
    world.trackIdle(5);
    List<Connection> others = new ArrayList<>();
    ChildProcess child;
    try {
      crowdOut(others);
      child = world.start("sweep", "--cleanup.unavailable-after=30s");
      ProcessWorld.awaitOrFail(
          "it waits", () -> child.output().contains("Waiting for the database"));
    } finally {
      for (Connection other : others) {
        other.close();
      }
    }

    assertThat(child.exit()).as(child.output()).isZero();
    EndState.assertExact(world);
  }

  @ParameterizedTest
  @EnumSource(Shutdown.class)
  void unavailableServerAtTheStartIsWaitedFor(Shutdown how) {
    world.trackIdle(5);
    database.stop(how);
    ChildProcess child = world.start("sweep", "--cleanup.unavailable-after=60s");
    ProcessWorld.awaitOrFail("it waits", () -> child.output().contains("Waiting for the database"));
    assertThat(child.output()).contains("up to 1m (cleanup.unavailable-after)", "refused");
    assertThat(child.endsWithin(Duration.ofSeconds(2))).as(child.output()).isFalse();
    database.start();

    assertThat(child.exit()).as(child.output()).isZero();
    EndState.assertExact(world);
  }

  @Test
  void serverThatStaysUnavailableEndsTheCommandWithARetryableExitCode() {
    world.trackIdle(5);
    database.stop();
    ChildProcess child = world.start("sweep", "--cleanup.unavailable-after=2s");
    int exit = child.exit(Duration.ofSeconds(30));
    database.start();

    assertThat(exit).as(child.output()).isEqualTo(5);
    assertThat(world.start("sweep").exit()).isZero();
    EndState.assertExact(world);
  }

  /** Takes all free connections, and cuts those that the program took first. */
  private boolean crowdOut(List<Connection> others) {
    try {
      while (true) {
        others.add(world.database().getConnection());
      }
    } catch (SQLException full) {
      return Disruption.cut(others.getFirst(), "session-cleanup%") == 0;
    }
  }
}
