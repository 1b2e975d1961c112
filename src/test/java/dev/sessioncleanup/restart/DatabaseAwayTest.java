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

@ProcessTest
class DatabaseAwayTest {
  /** Half a minute where rounds are asked for; otherwise there is no time for it. */
  private static final Duration ABSENCE = Duration.ofSeconds(RestartRoundsTest.LONG ? 30 : 4);

  private final RestartableDatabase database = new RestartableDatabase();
  private final World world = database.world();

  @AfterEach
  void close() {
    world.close();
    database.close();
  }

  @Test
  void runGoesOnByItselfWhenTheDatabaseComesBackInTime() {
    world.trackIdle(60);
    Child child = world.start("sweep", "--cleanup.unavailable-after=60s");
    World.awaitOrFail("some calls", () -> world.pave.log().size() >= 10);

    database.stop();
    assertThat(child.endsWithin(ABSENCE)).isFalse();
    database.start();

    assertThat(child.exit()).as(child.said()).isZero();
    assertThat(world.pave.deletesByKey().values()).containsOnly(1L);
    Truth.assertExact(world);
  }

  @Test
  void tooLongAnAbsenceEndsTheRunAndTheSameCommandResumesIt() {
    world.trackIdle(60);
    Child child = world.start("sweep", "--cleanup.unavailable-after=2s");
    World.awaitOrFail("some calls", () -> world.pave.log().size() >= 10);

    database.stop();
    int exit = child.exit();
    database.start();

    assertThat(exit).as(child.said()).isEqualTo(5);
    Child next = world.start("sweep");
    assertThat(next.exit()).as(next.said()).isZero();
    assertThat(next.said()).contains("Resuming run 1 ");
    Truth.assertExact(world);
  }

  @Test
  void stopWhileTheDatabaseIsAwayTakesNoLongerThanTheGracePeriod() {
    world.trackIdle(60);
    Child child = world.start("sweep", "--cleanup.unavailable-after=10m", "--cleanup.grace=2s");
    World.awaitOrFail("some calls", () -> world.pave.log().size() >= 10);

    database.stop();
    child.terminate();
    int exit = child.exit(Duration.ofSeconds(15));
    database.start();

    assertThat(exit).as(child.said()).isIn(3, 143);
    assertThat(world.start("sweep").exit()).isZero();
    Truth.assertExact(world);
  }

  @Test
  void crashOfTheDatabaseLosesNoIntentAndNoOutcome() {
    world.trackIdle(80);
    Child child = world.start("sweep", "--cleanup.unavailable-after=30s");
    for (int sent : new int[] {10, 40}) {
      World.awaitOrFail(sent + " calls", () -> world.pave.log().size() >= sent);
      database.restart(Shutdown.IMMEDIATE, child, 300);
    }

    assertThat(child.exit()).as(child.said()).isZero();
    assertThat(world.pave.deletesByKey().values()).containsOnly(1L);
    Truth.assertExact(world);
  }

  @Test
  void fullServerIsWaitedFor() throws SQLException {
    world.trackIdle(240);
    Child child = world.start("sweep", "--cleanup.unavailable-after=30s");
    World.awaitOrFail("some calls", () -> world.pave.log().size() >= 10);

    List<Connection> others = new ArrayList<>();
    try {
      World.awaitOrFail("no connection is left to the program", () -> crowdOut(others));
      assertThat(child.endsWithin(Duration.ofSeconds(2))).isFalse();
    } finally {
      for (Connection other : others) {
        other.close();
      }
    }

    assertThat(child.exit()).as(child.said()).isZero();
    assertThat(world.pave.deletesByKey().values()).containsOnly(1L);
    Truth.assertExact(world);
  }

  @Test
  void serverThatIsFullAtTheStartIsWaitedFor() throws SQLException {
    world.trackIdle(5);
    List<Connection> others = new ArrayList<>();
    Child child;
    try {
      crowdOut(others);
      child = world.start("sweep", "--cleanup.unavailable-after=30s");
      World.awaitOrFail("it waits", () -> child.said().contains("Waiting for the database"));
    } finally {
      for (Connection other : others) {
        other.close();
      }
    }

    assertThat(child.exit()).as(child.said()).isZero();
    Truth.assertExact(world);
  }

  /** Takes all connections that are left, and cuts those that the program was faster to take. */
  private boolean crowdOut(List<Connection> others) {
    try {
      while (true) {
        others.add(world.database().getConnection());
      }
    } catch (SQLException full) {
      return Blow.cut(others.getFirst(), "session-cleanup%") == 0;
    }
  }
}
