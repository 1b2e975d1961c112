package dev.sessioncleanup.restart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessioncleanup.database.DatabaseTest;
import dev.sessioncleanup.simulator.Effect;
import dev.sessioncleanup.truth.Truth;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@DatabaseTest
@ProcessTest
class ConnectionLossTest {
  private final SharedWorld shared = new SharedWorld();
  private final ProcessWorld world = shared.world;

  @AfterEach
  void close() {
    shared.close();
  }

  @Test
  void lostLockConnectionIsReopenedWithTheSameIdAndNothingIsSentTwice() {
    world.trackIdle(100);
    ChildProcess child = world.start("sweep");
    for (int done : new int[] {5, 30, 60}) {
      ProcessWorld.awaitOrFail(
          done + " outcomes", () -> world.audited("a.outcome is not null") >= done);
      Disruption.cut(world, "session-cleanup lock");
    }

    assertThat(child.exit()).as(child.output()).isZero();

    assertThat(world.number("select count(distinct claimed_by) from session_audit")).isEqualTo(1);
    assertThat(world.pave.deletesByKey().values()).containsOnly(1L);
    EndState.assertExact(world);
  }

  @Test
  void allConnectionsLostBetweenReplyAndRecordLeavesNothingInDoubt() {
    world.trackIdle(100);
    ChildProcess child = world.start("sweep");
    for (int sent : new int[] {5, 30, 60}) {
      ProcessWorld.awaitOrFail(sent + " calls", () -> world.pave.log().size() >= sent);
      Disruption.cut(world, "session-cleanup%");
    }

    assertThat(child.exit()).as(child.output()).isZero();

    assertThat(world.pave.deletesByKey().values()).containsOnly(1L);
    assertThat(Truth.inferred(world)).isZero();
    EndState.assertExact(world);
  }

  @Test
  void locksOfTheTrackingApplicationDelayTheRecordAndLoseNothing() throws Exception {
    world.trackIdle(30);
    ChildProcess child = world.start("sweep");
    ProcessWorld.awaitOrFail("some calls", () -> world.pave.log().size() >= 5);
    try (RowLocks locks = RowLocks.onAll(world)) {
      assertThat(locks.held()).isEqualTo(30);
      assertThat(child.endsWithin(Duration.ofSeconds(2))).isFalse();
    }

    assertThat(child.exit()).as(child.output()).isZero();

    assertThat(world.pave.deletesByKey().values()).containsOnly(1L);
    EndState.assertExact(world);
  }

  @Test
  void locksThatAreNeverReleasedEndTheRunAndTheSameCommandResumesIt() throws Exception {
    world.trackIdle(5);
    world.blockReplies(new BlockedReplies(0, Duration.ofMinutes(5)));
    ChildProcess child =
        world.start("sweep", "--cleanup.unavailable-after=3s", "--pave.read-timeout=300s");
    ProcessWorld.awaitOrFail("a call under way", () -> !world.pave.log().isEmpty());
    try (RowLocks locks = RowLocks.onAll(world)) {
      world.unblockReplies();
      assertThat(child.exit()).as(child.output()).isEqualTo(5);
      assertThat(locks.held()).isEqualTo(5);
    }

    assertThat(world.start("sweep").exit()).isZero();

    assertThat(world.texts("select state from cleanup_run where run_id = 1"))
        .containsExactly("complete");
    EndState.assertExact(world);
  }

  @Test
  void formerOwnerRecordsItsLateRemoval() throws Exception {
    world.trackIdle(1);
    world.blockReplies(new BlockedReplies(0, Duration.ofMinutes(5)));
    ChildProcess formerOwner = world.start("sweep", "--pave.read-timeout=300s");
    ProcessWorld.awaitOrFail("the call under way", () -> !world.pave.log().isEmpty());
    try (OtherProcess other = new OtherProcess(world)) {
      other.takeOverEverything();
      world.unblockReplies();

      ProcessWorld.awaitOrFail("an outcome", () -> world.audited("a.outcome is not null") > 0);

      assertThat(world.audited("a.claimed_by = " + other.id())).isEqualTo(1);
      assertThat(world.audited("a.outcome = 'removed' and a.evidence = 'confirmed'")).isEqualTo(1);
    }
    assertThat(formerOwner.exit()).as(formerOwner.output()).isZero();
    assertThat(world.pave.log()).hasSize(1).allMatch(call -> call.effect() == Effect.REMOVED);
    EndState.assertExact(world);
  }

  @Test
  void formerOwnerDoesNotRecordWhatOnlyTheOwnerMay() throws Exception {
    world.track(Session.stale(0, Session.UNKNOWN));
    world.blockReplies(new BlockedReplies(0, Duration.ofMinutes(5)));
    ChildProcess formerOwner = world.start("sweep", "--pave.read-timeout=300s");
    ProcessWorld.awaitOrFail("the call under way", () -> !world.pave.log().isEmpty());
    try (OtherProcess other = new OtherProcess(world)) {
      other.takeOverEverything();
      world.unblockReplies();

      ProcessWorld.awaitOrFail(
          "it waits for the owner", () -> formerOwner.output().contains("Waiting for others:"));

      assertThat(world.audited("a.outcome is null and a.unanswered = 1")).isEqualTo(1);
    }
    assertThat(formerOwner.exit()).as(formerOwner.output()).isZero();
    assertThat(world.audited("a.outcome = 'removed' and a.evidence = 'inferred'")).isEqualTo(1);
    EndState.assertExact(world);
  }
}
