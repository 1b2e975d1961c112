package dev.sessioncleanup.restart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessioncleanup.database.DatabaseTest;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Progress, summary and audit agree about a run that several processes worked on. */
@DatabaseTest
@ProcessTest
class RunFiguresTest {
  private static final int SESSIONS = 60;

  private final SharedWorld shared = new SharedWorld();
  private final ProcessWorld world = shared.world;

  @AfterEach
  void close() {
    shared.close();
  }

  @Test
  void resumedRunCountsWhatItsFormerProcessRecorded() {
    world.trackIdle(SESSIONS);
    world.killSweepAfter(10);

    ChildProcess resumed = world.start("sweep");

    assertThat(resumed.exit()).as(resumed.output()).isZero();
    assertThat(resumed.output()).contains("planned     60").contains("removed     60");
    assertThat(
            world.texts(
                "select planned_count || ' of ' || sessions from report_run where run_id = 1"))
        .containsExactly("60 of 60");
    EndState.assertExact(world);
  }

  @Test
  void claimsOfAnotherRunStandApartAndCountForThatRun() {
    world.trackIdle(SESSIONS);
    ChildProcess backfill = world.start(ProcessWorld.BACKFILL);
    ProcessWorld.awaitOrFail("some outcomes", () -> world.audited("a.outcome is not null") > 10);
    backfill.kill();
    long open = world.audited("a.outcome is null");

    ChildProcess sweep = world.start("sweep");

    assertThat(sweep.exit()).as(sweep.output()).isZero();
    long own = world.audited("a.run_id = 2");
    assertThat(sweep.output())
        .contains("taken over  " + open + " session")
        .contains(" of run 1, recorded there")
        .contains("planned     " + own)
        .contains("default: %d/%d, removed %d".formatted(own, own, own));
    assertThat(
            world.texts(
                "select planned_count || ' of ' || sessions from report_run order by run_id"))
        .isEqualTo(List.of("60 of " + world.audited("a.run_id = 1"), own + " of " + own));
  }
}
