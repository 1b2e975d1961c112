package dev.sessioncleanup.restart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessioncleanup.database.DatabaseTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Operators steer a run from another process. */
@DatabaseTest
@ProcessTest
class SteeredRunTest {
  private static final String SENT = "select coalesce(sum(attempts), 0) from session_audit";

  private final SharedWorld shared = new SharedWorld();
  private final ProcessWorld world = shared.world;

  @AfterEach
  void close() {
    shared.close();
  }

  @Test
  void pausedRunWaitsAlsoInTheNextProcessUntilItIsResumed() {
    world.trackIdle(40);
    ChildProcess first = world.start("sweep", "--cleanup.rate=12/m");
    ProcessWorld.awaitOrFail("some outcomes", () -> world.audited("a.outcome is not null") > 0);

    ChildProcess pause = world.start("runs", "pause", "1", "--requested-by=maria");
    assertThat(pause.exit()).as(pause.output()).isZero();
    assertThat(pause.output()).contains("pause asked by maria at ", "In effect since ");
    long sent = world.number(SENT);
    ProcessWorld.awaitOrFail("progress", () -> first.output().contains("default: paused by maria"));
    first.kill();

    ChildProcess next = world.start("sweep", "--cleanup.rate=50/s");
    ProcessWorld.awaitOrFail(
        "the next process says who paused the run",
        () -> next.output().contains("Run 1 of account default is paused by maria since "));
    assertThat(next.output()).contains("until 'runs resume 1'; 'runs cancel 1' ends it");
    assertThat(world.number(SENT)).isEqualTo(sent).isLessThan(40);

    ChildProcess resume = world.start("runs", "resume", "1");
    assertThat(resume.exit()).as(resume.output()).isZero();
    assertThat(resume.output()).contains("In effect since ", "the run goes on");
    assertThat(next.exit()).as(next.output()).isZero();
    assertThat(
            world.texts(
                "select event || ' ' || (in_effect_at is not null) from run_event where run_id = 1 order by event_id"))
        .containsExactly("started false", "pause true", "started false", "resume true");
    EndState.assertExact(world);
  }

  @Test
  void cancelEndsTheRunInItsProcessAndReleasesItsClaims() {
    world.trackIdle(40);
    ChildProcess sweep = world.start("sweep", "--cleanup.rate=6/m");
    ProcessWorld.awaitOrFail("an outcome", () -> world.audited("a.outcome is not null") > 0);

    ChildProcess cancel = world.start("runs", "cancel", "1", "--requested-by=maria");

    assertThat(cancel.exit()).as(cancel.output()).isZero();
    assertThat(cancel.output()).contains("cancel asked by maria at ", "In effect since ");
    assertThat(sweep.exit()).as(sweep.output()).isEqualTo(3);
    assertThat(sweep.output()).contains("cancelled (cancelled by maria)");
    assertThat(world.texts("select state || ', ' || reason from cleanup_run"))
        .containsExactly("cancelled, cancelled by maria");
    assertThat(world.audited("a.outcome is null")).isZero();
    assertThat(world.start("sweep", "--cleanup.rate=50/s").exit()).isZero();
    assertThat(world.number("select count(*) from cleanup_run")).isEqualTo(2);
    EndState.assertExact(world);
  }

  /** At the first rate the run would take an hour. */
  @Test
  void rateChangesWhileTheRunGoesOnAndOutlivesItsProcess() {
    world.trackIdle(60);
    ChildProcess first = world.start("sweep", "--cleanup.rate=1/m");
    ProcessWorld.awaitOrFail("an outcome", () -> world.audited("a.outcome is not null") > 0);

    ChildProcess faster = world.start("runs", "rate", "1", "20/s");

    assertThat(faster.exit()).as(faster.output()).isZero();
    assertThat(faster.output()).contains("In effect since ", "the run sends at most 20/s");
    ProcessWorld.awaitOrFail("the rate", () -> world.audited("a.outcome is not null") > 10);
    first.kill();
    ChildProcess next = world.start("sweep", "--cleanup.rate=1/m");
    assertThat(next.exit()).as(next.output()).isZero();
    assertThat(next.output()).contains("The rate of run 1 is 20/s from now on");
    EndState.assertExact(world);
  }
}
