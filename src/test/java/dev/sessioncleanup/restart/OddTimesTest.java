package dev.sessioncleanup.restart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessioncleanup.database.DatabaseTest;
import dev.sessioncleanup.simulator.Fault;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Kills with clocks that are moved, and with a database that is very slow. */
@DatabaseTest
@ProcessTest
class OddTimesTest {
  private final SharedWorld shared = new SharedWorld();
  private final World world = shared.world;

  @AfterEach
  void close() {
    shared.close();
  }

  /** One of them, by the rounds' seed; both where rounds are asked for. */
  static Stream<String> some() {
    List<String> all = List.of("-3 hours", "3 hours");
    return RestartRoundsTest.LONG
        ? all.stream()
        : Stream.of(all.get((int) (RestartRoundsTest.SEED % all.size())));
  }

  /** What the server wrote before its clock was moved looks as if written at another time. */
  @ParameterizedTest
  @MethodSource("some")
  void clockOfTheServerThatIsMovedBetweenKillAndRestartChangesNothing(String by) {
    world.trackIdle(40);
    Child killed = world.start("sweep");
    World.awaitOrFail("some outcomes", () -> world.audited("a.outcome is not null") > 5);
    killed.kill();
    world
        .jdbc
        .sql(
            """
            with pace as (
              update cleanup_pace set next_at = next_at + cast(:by as interval), fell_at = fell_at + cast(:by as interval)
            ), run as (
              update cleanup_run set planned_at = planned_at + cast(:by as interval), started_at = started_at + cast(:by as interval)
            )
            update session_audit set claimed_at = claimed_at + cast(:by as interval) where outcome is null
            """)
        .param("by", by)
        .update();

    assertThat(world.start("sweep").exit()).isZero();

    Truth.assertExact(world);
  }

  @Test
  void killWithAVerySlowDatabaseChangesNothing() {
    world.trackIdle(30);
    world.pave.randomFaults(RestartRoundsTest.SEED, 0.1, Fault.RESET_AFTER);
    try (CuttingProxy proxy = shared.proxy("nothing that is said", 1)) {
      String slowly = "--spring.datasource.url=" + shared.urlThrough(proxy);
      proxy.delay(Duration.ofMillis(15));
      for (int outcomes : new int[] {3, 12}) {
        Child child = world.start("sweep", slowly);
        World.awaitOrFail(
            outcomes + " outcomes", () -> world.audited("a.outcome is not null") >= outcomes);
        child.kill();
      }
      Child last = world.start("sweep", slowly);
      assertThat(last.exit(Duration.ofMinutes(2))).as(last.said()).isZero();
    }
    Truth.assertExact(world);
  }
}
