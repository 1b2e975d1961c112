package dev.sessioncleanup.restart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessioncleanup.database.DatabaseTest;
import dev.sessioncleanup.simulator.Fault;
import dev.sessioncleanup.truth.Truth;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@DatabaseTest
@ProcessTest
class StopTest {
  private final SharedWorld shared = new SharedWorld();
  private final ProcessWorld world = shared.world;

  @AfterEach
  void close() {
    shared.close();
  }

  @Test
  void terminateFinishesCallsInFlightAndReleasesTheOthers() {
    world.trackIdle(60);
    world.pave.replyDelay(Duration.ofMillis(800));
    ChildProcess child = world.start("sweep", "--cleanup.rate=4/s");
    ProcessWorld.awaitOrFail("several calls under way", () -> world.pave.log().size() >= 4);

    child.terminate();

    assertThat(child.exit()).as(child.output()).isIn(3, 143);
    assertThat(world.audited("a.outcome is null")).isZero();
    assertThat(world.audited("a.outcome = 'removed' and a.evidence = 'confirmed'"))
        .isEqualTo(world.pave.removed().size())
        .isLessThan(60);
    world.pave.replyDelay(Duration.ZERO);
    assertThat(world.start("sweep").exit()).isZero();
    EndState.assertExact(world);
  }

  @Test
  void secondSignalStopsAtOnceAndTheRestartIsExact() {
    world.trackIdle(20);
    world.blockReplies(new BlockedReplies(0, Duration.ofMinutes(5)));
    ChildProcess child = world.start("sweep", "--pave.read-timeout=300s", "--cleanup.grace=120s");
    ProcessWorld.awaitOrFail("calls under way", () -> world.pave.log().size() >= 3);

    child.terminate();
    ProcessWorld.awaitOrFail("the first signal", () -> child.output().contains("Stopping"));
    child.terminate();

    assertThat(child.exit(Duration.ofMinutes(1))).isEqualTo(143);
    assertThat(world.audited("a.unanswered > 0")).isPositive();
    world.unblockReplies();
    assertThat(world.start("sweep").exit()).isZero();
    EndState.assertExact(world);
    assertThat(Truth.inferred(world)).isPositive();
  }

  @Test
  void gracePeriodEndsUnansweredCalls() {
    world.trackIdle(3);
    world.pave.faults(request -> java.util.Optional.of(Fault.HANG_AFTER));
    ChildProcess child = world.start("sweep", "--pave.read-timeout=60s", "--cleanup.grace=1s");
    ProcessWorld.awaitOrFail("a call under way", () -> !world.pave.log().isEmpty());

    child.terminate();

    assertThat(child.exit(Duration.ofMinutes(1))).as(child.output()).isIn(3, 143);
    world.pave.clearFaults();
    assertThat(world.start("sweep").exit()).isZero();
    EndState.assertExact(world);
  }

  @Test
  void timeoutThenTerminateDuringTheBackoffIsInferredByTheNextRun() {
    world.trackIdle(1);
    world.pave.faultFor(Session.key(0), Fault.HANG_AFTER, 1);
    ChildProcess child = world.start("sweep", "--pave.read-timeout=1s");
    ProcessWorld.awaitOrFail(
        "the timeout on record", () -> world.audited("a.detail is not null") > 0);

    child.terminate();

    assertThat(child.exit()).as(child.output()).isIn(3, 143);
    assertThat(world.audited("a.outcome is null and a.unanswered = 1")).isEqualTo(1);
    assertThat(world.start("sweep").exit()).isZero();
    assertThat(world.audited("a.outcome = 'removed' and a.evidence = 'inferred'")).isEqualTo(1);
    EndState.assertExact(world);
  }

  @Test
  void lockOfTheTrackingApplicationDoesNotDelayTheStop() throws Exception {
    world.trackIdle(2);
    world.blockReplies(new BlockedReplies(0, Duration.ofMinutes(5)));
    ChildProcess child = world.start("sweep", "--cleanup.grace=3s", "--pave.read-timeout=300s");
    ProcessWorld.awaitOrFail("a call under way", () -> !world.pave.log().isEmpty());
    try (RowLocks locks = RowLocks.onAll(world)) {
      child.terminate();
      world.unblockReplies();

      assertThat(child.exit(Duration.ofMinutes(1))).as(child.output()).isIn(3, 143);
      assertThat(locks.held()).isEqualTo(2);
    }
    assertThat(world.start("sweep").exit()).isZero();
    EndState.assertExact(world);
  }

  @Test
  void interruptStopsLikeTerminate() {
    world.trackIdle(60);
    ChildProcess child = world.start("sweep", "--cleanup.rate=2/s");
    ProcessWorld.awaitOrFail("some calls", () -> world.pave.log().size() >= 3);

    child.interrupt();

    assertThat(child.exit()).as(child.output()).isIn(3, 130);
    assertThat(world.audited("a.outcome is null")).isZero();
    assertThat(world.texts("select state from cleanup_run")).containsExactly("partial");
  }

  /** Every thread that uses the database waits for a reply; the grace period must still apply. */
  @Test
  void databaseThatNeverAnswersDoesNotDelayTheStop() {
    world.trackIdle(60);
    try (CuttingProxy proxy = shared.network()) {
      ChildProcess child =
          world.start(
              "sweep",
              "--cleanup.rate=4/s",
              "--cleanup.grace=1s",
              "--spring.datasource.url=" + shared.urlThrough(proxy));
      ProcessWorld.awaitOrFail("some calls", () -> world.pave.log().size() >= 3);
      proxy.swallow();

      child.terminate();

      assertThat(child.exit(Duration.ofMinutes(1))).as(child.output()).isIn(3, 143);
    }
    world.forgetLostConnections();
    assertThat(world.start("sweep").exit()).isZero();
    EndState.assertExact(world);
  }
}
