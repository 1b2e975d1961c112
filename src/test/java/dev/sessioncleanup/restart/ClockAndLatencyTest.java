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

/** Kills with a changed server clock, and with a very slow database. */
@DatabaseTest
@ProcessTest
class ClockAndLatencyTest {
  private final SharedWorld shared = new SharedWorld();
  private final ProcessWorld world = shared.world;

  @AfterEach
  void close() {
    shared.close();
  }

  /** One of them, chosen by the seed; both if rounds are requested. */
  static Stream<String> some() {
    List<String> all = List.of("-3 hours", "3 hours");
    return RestartRoundsTest.LONG
        ? all.stream()
        : Stream.of(all.get((int) (RestartRoundsTest.SEED % all.size())));
  }

  /** Shifts the stored times, as if the server's clock had been changed. */
  @ParameterizedTest
  @MethodSource("some")
  void serverClockChangeBetweenKillAndRestartChangesNothing(String by) {
    world.trackIdle(40);
    world.killSweepAfter(5);
    world
        .jdbc
        .sql(
            """
            with pace as (
              update cleanup_pace set next_at = next_at + cast(:by as interval), reduced_at = reduced_at + cast(:by as interval)
            ), run as (
              update cleanup_run set planned_at = planned_at + cast(:by as interval), started_at = started_at + cast(:by as interval)
            )
            update session_audit set claimed_at = claimed_at + cast(:by as interval) where outcome is null
            """)
        .param("by", by)
        .update();

    assertThat(world.start("sweep").exit()).isZero();

    EndState.assertExact(world);
  }

  @Test
  void killWithAVerySlowDatabaseChangesNothing() {
    world.trackIdle(30);
    world.pave.randomFaults(RestartRoundsTest.SEED, 0.1, Fault.RESET_AFTER);
    try (CuttingProxy proxy = shared.network()) {
      String slowly = "--spring.datasource.url=" + shared.urlThrough(proxy);
      proxy.delay(Duration.ofMillis(15));
      for (int outcomes : new int[] {3, 12}) {
        ChildProcess child = world.start("sweep", slowly);
        ProcessWorld.awaitOrFail(
            outcomes + " outcomes", () -> world.audited("a.outcome is not null") >= outcomes);
        child.kill();
      }
      ChildProcess last = world.start("sweep", slowly);
      assertThat(last.exit(Duration.ofMinutes(2))).as(last.output()).isZero();
    }
    EndState.assertExact(world);
  }
}
