package dev.sessioncleanup.restart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessioncleanup.database.DatabaseTest;
import dev.sessioncleanup.simulator.Effect;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@DatabaseTest
@ProcessTest
class ConnectionLossTest {
  private final SharedWorld shared = new SharedWorld();
  private final World world = shared.world;

  @AfterEach
  void close() {
    shared.close();
  }

  @Test
  void lostLockConnectionIsMadeAgainWithTheSameIdAndNothingIsSentTwice() {
    world.trackIdle(100);
    Child child = world.start("sweep");
    for (int done : new int[] {5, 30, 60}) {
      World.awaitOrFail(done + " outcomes", () -> world.audited("a.outcome is not null") >= done);
      Blow.cut(world, "session-cleanup lock");
    }

    assertThat(child.exit()).as(child.said()).isZero();

    assertThat(world.number("select count(distinct claimed_by) from session_audit")).isEqualTo(1);
    assertThat(world.pave.deletesByKey().values()).containsOnly(1L);
    Truth.assertExact(world);
  }

  @Test
  void allConnectionsLostBetweenReplyAndRecordLeavesNothingInDoubt() {
    world.trackIdle(100);
    Child child = world.start("sweep");
    for (int sent : new int[] {5, 30, 60}) {
      World.awaitOrFail(sent + " calls", () -> world.pave.log().size() >= sent);
      Blow.cut(world, "session-cleanup%");
    }

    assertThat(child.exit()).as(child.said()).isZero();

    assertThat(world.pave.deletesByKey().values()).containsOnly(1L);
    assertThat(Truth.inferred(world)).isZero();
    Truth.assertExact(world);
  }

  @Test
  void locksOfTheTrackingApplicationDelayTheRecordAndLoseNothing() throws Exception {
    world.trackIdle(30);
    Child child = world.start("sweep");
    World.awaitOrFail("some calls", () -> world.pave.log().size() >= 5);
    try (RowLocks locks = RowLocks.onAll(world)) {
      assertThat(locks.held()).isEqualTo(30);
      assertThat(child.endsWithin(Duration.ofSeconds(2))).isFalse();
    }

    assertThat(child.exit()).as(child.said()).isZero();

    assertThat(world.pave.deletesByKey().values()).containsOnly(1L);
    Truth.assertExact(world);
  }

  @Test
  void locksThatNeverGoAwayEndTheRunAndTheSameCommandResumesIt() throws Exception {
    world.trackIdle(5);
    world.pave.replyDelay(Duration.ofMillis(1500));
    Child child = world.start("sweep", "--cleanup.unavailable-after=3s", "--pave.read-timeout=30s");
    World.awaitOrFail("a call under way", () -> !world.pave.log().isEmpty());
    try (RowLocks locks = RowLocks.onAll(world)) {
      assertThat(child.exit()).as(child.said()).isEqualTo(5);
      assertThat(locks.held()).isEqualTo(5);
    }
    world.pave.replyDelay(Duration.ZERO);

    assertThat(world.start("sweep").exit()).isZero();

    assertThat(world.texts("select state from cleanup_run where run_id = 1"))
        .containsExactly("complete");
    Truth.assertExact(world);
  }

  @Test
  void zombieThatLostItsClaimRecordsItsLateRemoval() throws Exception {
    world.trackIdle(1);
    world.pave.replyDelay(Duration.ofSeconds(4));
    Child zombie = world.start("sweep", "--pave.read-timeout=30s");
    World.awaitOrFail("the call under way", () -> !world.pave.log().isEmpty());
    try (OtherProcess other = new OtherProcess(world)) {
      other.takeOverEverything();

      World.awaitOrFail("an outcome", () -> world.audited("a.outcome is not null") > 0);

      assertThat(world.audited("a.claimed_by = " + other.id())).isEqualTo(1);
      assertThat(world.audited("a.outcome = 'removed' and a.evidence = 'confirmed'")).isEqualTo(1);
    }
    assertThat(zombie.exit()).as(zombie.said()).isZero();
    assertThat(world.pave.log()).hasSize(1).allMatch(call -> call.effect() == Effect.REMOVED);
    Truth.assertExact(world);
  }

  @Test
  void zombieThatLostItsClaimDoesNotRecordWhatOnlyTheOwnerMay() throws Exception {
    world.track(Session.stale(0, Session.UNKNOWN));
    world.pave.replyDelay(Duration.ofSeconds(4));
    Child zombie = world.start("sweep", "--pave.read-timeout=30s");
    World.awaitOrFail("the call under way", () -> !world.pave.log().isEmpty());
    try (OtherProcess other = new OtherProcess(world)) {
      other.takeOverEverything();

      World.awaitOrFail("it waits for the owner", () -> zombie.said().contains("Waiting:"));

      assertThat(world.audited("a.outcome is null and a.unanswered = 1")).isEqualTo(1);
    }
    world.pave.replyDelay(Duration.ZERO);
    assertThat(zombie.exit()).as(zombie.said()).isZero();
    assertThat(world.audited("a.outcome = 'removed' and a.evidence = 'inferred'")).isEqualTo(1);
    Truth.assertExact(world);
  }
}
