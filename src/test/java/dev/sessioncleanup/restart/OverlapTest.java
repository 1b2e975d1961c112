package dev.sessioncleanup.restart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessioncleanup.database.DatabaseTest;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@DatabaseTest
@ProcessTest
class OverlapTest {
  private static final String[] BACKFILL = {
    "backfill", "--from=2000-01-01", "--to=2100-01-01", "--yes"
  };
  private final SharedWorld shared = new SharedWorld();
  private final World world = shared.world;

  @AfterEach
  void close() {
    shared.close();
  }

  @Test
  void nightlyAndBackfillTogetherSendEverySessionOnce() {
    world.trackIdle(150);
    world.pave.replyDelay(Duration.ofMillis(100));
    List<Child> children = List.of(world.start("sweep"), world.start(BACKFILL));

    children.forEach(child -> assertThat(child.exit()).as(child.said()).isZero());

    everySessionOnce();
  }

  @Test
  void sameCommandTwiceIsServedTwiceAndSendsEverySessionOnce() {
    world.trackIdle(150);
    world.pave.replyDelay(Duration.ofMillis(100));
    List<Child> children = List.of(world.start("sweep"), world.start("sweep"));

    children.forEach(child -> assertThat(child.exit()).as(child.said()).isZero());

    everySessionOnce();
    assertThat(world.number("select count(*) from cleanup_run where state = 'complete'"))
        .isEqualTo(2);
  }

  private void everySessionOnce() {
    Truth.assertExact(world);
    assertThat(world.pave.deletesByKey().values()).hasSize(150).containsOnly(1L);
    assertThat(Truth.inferred(world)).isZero();
  }

  @Test
  void runDoesNotEndWhileAnotherProcessHoldsClaimsInItsSelection() {
    world.trackIdle(1);
    world.pave.replyDelay(Duration.ofSeconds(8));
    Child first = world.start("sweep", "--pave.read-timeout=30s");
    World.awaitOrFail("the call under way", () -> !world.pave.log().isEmpty());
    Child second = world.start(BACKFILL);
    World.awaitOrFail("the second waits", () -> second.said().contains("Waiting:"));

    assertThat(world.number("select count(*) from cleanup_run where state = 'running'"))
        .isEqualTo(2);
    assertThat(first.exit()).isZero();
    assertThat(second.exit()).as(second.said()).isZero();
    assertThat(world.pave.log()).hasSize(1);
    Truth.assertExact(world);
  }
}
