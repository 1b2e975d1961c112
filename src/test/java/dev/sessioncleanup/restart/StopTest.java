package dev.sessioncleanup.restart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessioncleanup.database.DatabaseTest;
import dev.sessioncleanup.simulator.Fault;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@DatabaseTest
@ProcessTest
class StopTest {
  private final SharedWorld shared = new SharedWorld();
  private final World world = shared.world;

  @AfterEach
  void close() {
    shared.close();
  }

  @Test
  void terminateLetsCallsUnderWayFinishAndReleasesTheOthers() {
    world.trackIdle(60);
    world.pave.replyDelay(Duration.ofMillis(800));
    Child child = world.start("sweep", "--cleanup.rate=20/s");
    World.awaitOrFail("several calls under way", () -> world.pave.log().size() >= 4);

    child.terminate();

    assertThat(child.exit()).as(child.said()).isIn(3, 143);
    assertThat(world.audited("a.outcome is null")).isZero();
    assertThat(world.audited("a.outcome = 'removed' and a.evidence = 'confirmed'"))
        .isEqualTo(world.pave.removed().size())
        .isLessThan(60);
    world.pave.replyDelay(Duration.ZERO);
    assertThat(world.start("sweep").exit()).isZero();
    Truth.assertExact(world);
  }

  @Test
  void secondSignalStopsAtOnceAndTheRestartIsExact() {
    world.trackIdle(20);
    world.pave.replyDelay(Duration.ofSeconds(8));
    Child child = world.start("sweep", "--pave.read-timeout=30s", "--cleanup.grace=20s");
    World.awaitOrFail("calls under way", () -> world.pave.log().size() >= 3);

    child.terminate();
    World.awaitOrFail("the first signal", () -> child.said().contains("Stopping"));
    child.terminate();

    assertThat(child.exit(Duration.ofSeconds(5))).isEqualTo(143);
    assertThat(world.audited("a.unanswered > 0")).isPositive();
    world.pave.replyDelay(Duration.ZERO);
    assertThat(world.start("sweep").exit()).isZero();
    Truth.assertExact(world);
    assertThat(Truth.inferred(world)).isPositive();
  }

  @Test
  void graceEndsWhatPaveNeverAnswers() {
    world.trackIdle(3);
    world.pave.faults(request -> java.util.Optional.of(Fault.HANG_AFTER));
    Child child = world.start("sweep", "--pave.read-timeout=60s", "--cleanup.grace=1s");
    World.awaitOrFail("a call under way", () -> !world.pave.log().isEmpty());

    child.terminate();

    assertThat(child.exit(Duration.ofSeconds(15))).as(child.said()).isIn(3, 143);
    world.pave.clearFaults();
    assertThat(world.start("sweep").exit()).isZero();
    Truth.assertExact(world);
  }

  @Test
  void timeoutThenTerminateDuringTheBackoffIsInferredByTheNextRun() {
    world.trackIdle(1);
    world.pave.faultFor(Session.key(0), Fault.HANG_AFTER, 1);
    Child child = world.start("sweep");
    World.awaitOrFail("the timeout on record", () -> world.audited("a.detail is not null") > 0);

    child.terminate();

    assertThat(child.exit()).as(child.said()).isIn(3, 143);
    assertThat(world.audited("a.outcome is null and a.unanswered = 1")).isEqualTo(1);
    assertThat(world.start("sweep").exit()).isZero();
    assertThat(world.audited("a.outcome = 'removed' and a.evidence = 'inferred'")).isEqualTo(1);
    Truth.assertExact(world);
  }

  @Test
  void lockOfTheTrackingApplicationDoesNotHoldUpTheStop() throws Exception {
    world.trackIdle(2);
    world.pave.replyDelay(Duration.ofSeconds(2));
    Child child = world.start("sweep", "--cleanup.grace=3s", "--pave.read-timeout=30s");
    World.awaitOrFail("a call under way", () -> !world.pave.log().isEmpty());
    try (RowLocks locks = RowLocks.onAll(world)) {
      child.terminate();

      assertThat(child.exit(Duration.ofSeconds(20))).as(child.said()).isIn(3, 143);
      assertThat(locks.held()).isEqualTo(2);
    }
    world.pave.replyDelay(Duration.ZERO);
    assertThat(world.start("sweep").exit()).isZero();
    Truth.assertExact(world);
  }

  @Test
  void interruptIsTakenLikeTerminate() {
    world.trackIdle(60);
    Child child = world.start("sweep", "--cleanup.rate=20/s");
    World.awaitOrFail("some calls", () -> world.pave.log().size() >= 3);

    child.interrupt();

    assertThat(child.exit()).as(child.said()).isIn(3, 130);
    assertThat(world.audited("a.outcome is null")).isZero();
    assertThat(world.texts("select state from cleanup_run")).containsExactly("partial");
  }

  /**
   * Every thread that asks it something waits for an answer; the grace period counts all the same.
   */
  @Test
  void databaseThatSwallowsWhatIsSaidDoesNotHoldUpTheStop() {
    world.trackIdle(60);
    try (CuttingProxy proxy = shared.proxy("nothing that is said", 1)) {
      Child child =
          world.start(
              "sweep",
              "--cleanup.rate=20/s",
              "--cleanup.grace=1s",
              "--spring.datasource.url=" + shared.urlThrough(proxy));
      World.awaitOrFail("some calls", () -> world.pave.log().size() >= 3);
      proxy.swallow();

      child.terminate();

      assertThat(child.exit(Duration.ofSeconds(20))).as(child.said()).isIn(3, 143);
    }
    world.forgetLostConnections();
    assertThat(world.start("sweep").exit()).isZero();
    Truth.assertExact(world);
  }
}
