package dev.sessioncleanup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessioncleanup.database.DatabaseTest;
import dev.sessioncleanup.truth.Truth;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DatabaseTest
class SweepTest {
  private final World world = new World();

  @AfterEach
  void close() {
    world.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 1000})
  void auditMatchesThePaveLog(int stale) {
    Map<String, String> expected = MixedSessions.in(world, stale);

    world
        .run("sweep", "--max-share", "1", "--requested-by", "night shift")
        .exitedWith(0)
        .says(": complete", "5 not IDLE, 5 on hold");

    assertThat(Truth.outcomes(world)).isEqualTo(expected);
    Truth.assertAuditIsTrue(world);
    assertThat(world.audit()).allMatch(row -> "confirmed".equals(row.evidence()));
    assertThat(world.onlyRun())
        .returns("complete", CleanupRunRow::state)
        .returns("nightly", CleanupRunRow::kind)
        .returns((long) stale, CleanupRunRow::plannedCount)
        .returns("night shift", CleanupRunRow::requestedBy);
  }

  @Test
  void secondSweepFindsNothingAndIsComplete() {
    MixedSessions.in(world, 20);
    world.run("sweep").exitedWith(0);
    int requests = world.pave.log().size();

    long start = System.nanoTime();
    world.run("sweep").exitedWith(0).says("planned     0");

    assertThat((System.nanoTime() - start) / 1e9).isLessThan(10);
    assertThat(world.pave.log()).hasSize(requests);
    assertThat(world.runs())
        .extracting(CleanupRunRow::state)
        .containsExactly("complete", "complete");
    assertThat(world.audit()).hasSize(20);
  }
}
