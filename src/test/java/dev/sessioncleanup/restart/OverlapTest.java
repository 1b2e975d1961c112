package dev.sessioncleanup.restart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessioncleanup.database.DatabaseTest;
import dev.sessioncleanup.database.JobLogin;
import dev.sessioncleanup.truth.Truth;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@DatabaseTest
@ProcessTest
class OverlapTest {
  private final SharedWorld shared = new SharedWorld();
  private final ProcessWorld world = shared.world;

  @AfterEach
  void close() {
    shared.close();
  }

  @Test
  void nightlyAndBackfillTogetherSendEverySessionOnce() {
    world.trackIdle(150);
    world.pave.replyDelay(Duration.ofMillis(100));
    List<ChildProcess> children = List.of(world.start("sweep"), world.start(ProcessWorld.BACKFILL));

    children.forEach(child -> assertThat(child.exit()).as(child.output()).isZero());

    everySessionOnce();
  }

  @Test
  void sameCommandTwiceIsServedTwiceAndSendsEverySessionOnce() {
    world.trackIdle(150);
    world.pave.replyDelay(Duration.ofMillis(100));
    List<ChildProcess> children = List.of(world.start("sweep"), world.start("sweep"));

    children.forEach(child -> assertThat(child.exit()).as(child.output()).isZero());

    everySessionOnce();
    assertThat(world.number("select count(*) from cleanup_run where state = 'complete'"))
        .isEqualTo(2);
  }

  /** Two connections for each; none keeps an idle one while another process waits for it. */
  @Test
  void fourProcessesShareEightConnections() {
    world.trackIdle(150);
    try (JobLogin login = shared.login()) {
      world.jdbc().sql("alter role %s connection limit 8".formatted(login.username())).update();
      String[] sweep = {
        "sweep",
        "--spring.datasource.username=" + login.username(),
        "--spring.datasource.password=" + login.password(),
        "--cleanup.unavailable-after=5m"
      };
      List<ChildProcess> children = Stream.generate(() -> world.start(sweep)).limit(4).toList();

      children.forEach(child -> assertThat(child.exit()).as(child.output()).isZero());
    }
    everySessionOnce();
  }

  private void everySessionOnce() {
    EndState.assertExact(world);
    assertThat(world.pave.deletesByKey().values()).hasSize(150).containsOnly(1L);
    assertThat(Truth.inferred(world)).isZero();
  }

  @Test
  void runDoesNotEndWhileAnotherProcessHoldsClaimsInItsSelection() {
    world.trackIdle(1);
    world.blockReplies(new BlockedReplies(0, Duration.ofMinutes(5)));
    ChildProcess first = world.start("sweep", "--pave.read-timeout=300s");
    ProcessWorld.awaitOrFail("the call under way", () -> !world.pave.log().isEmpty());
    ChildProcess second = world.start(ProcessWorld.BACKFILL);
    ProcessWorld.awaitOrFail(
        "the second waits", () -> second.output().contains("Waiting for others:"));

    assertThat(world.number("select count(*) from cleanup_run where state = 'running'"))
        .isEqualTo(2);
    world.unblockReplies();
    assertThat(first.exit()).isZero();
    assertThat(second.exit()).as(second.output()).isZero();
    assertThat(world.pave.log()).hasSize(1);
    EndState.assertExact(world);
  }
}
