package dev.sessioncleanup.restart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessioncleanup.database.DatabaseTest;
import dev.sessioncleanup.simulator.Exchange;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Four pods of an indexed Job work on one backfill, and two of them are killed. */
@DatabaseTest
@ProcessTest
class IndexedJobTest {
  private static final int SESSIONS = 2_000;
  private static final int PER_SECOND = 200;

  private final SharedWorld shared = new SharedWorld();
  private final ProcessWorld world = shared.world;

  @AfterEach
  void close() {
    shared.close();
  }

  @ParameterizedTest
  @CsvSource({"0, 3", "1, 2"})
  void twoOfFourAreKilledAndTheWorkCompletes(int killed, int alsoKilled) {
    world.trackIdle(SESSIONS);
    world.pave.replyDelay(Duration.ofMillis(20));
    List<ChildProcess> pods = Stream.generate(this::pod).limit(4).toList();
    ProcessWorld.awaitOrFail(
        "all four at work",
        () -> world.number("select count(distinct claimed_by) from session_audit") == 4);

    pods.get(killed).kill();
    pods.get(alsoKilled).kill();

    for (int i = 0; i < 4; i++) {
      if (i != killed && i != alsoKilled) {
        assertThat(pods.get(i).exit(Duration.ofMinutes(5))).as(pods.get(i).output()).isZero();
      }
    }
    // Nobody replaced the killed ones, and nothing is left to do.
    assertThat(world.audited("a.outcome = 'removed'")).isEqualTo(SESSIONS);
    assertThat(world.audited("a.outcome is null")).isZero();
    // Only the runs of the killed ones are still open: whoever comes next ends them.
    ChildProcess next = pod();
    assertThat(next.exit(Duration.ofMinutes(5))).as(next.output()).isZero();
    EndState.assertExact(world);
    assertThat(world.pave.deletesByKey()).hasSize(SESSIONS);
    assertThat(requestsPerSecond()).isLessThanOrEqualTo(PER_SECOND * 1.02);
  }

  /** Over all the time: single arrivals are as late as the machine makes them. */
  private double requestsPerSecond() {
    List<Long> times = world.pave.log().stream().map(Exchange::nanoTime).sorted().toList();
    return (times.size() - 1) * 1e9 / (times.getLast() - times.getFirst());
  }

  private ChildProcess pod() {
    return world.start(
        Stream.concat(ProcessWorld.BACKFILL.stream(), Stream.of("--cleanup.rate=200/s")).toList());
  }
}
