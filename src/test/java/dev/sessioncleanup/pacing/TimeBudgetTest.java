package dev.sessioncleanup.pacing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessioncleanup.database.DatabaseTest;
import org.junit.jupiter.api.Test;

@DatabaseTest
@PaceTest
class TimeBudgetTest {
  @Test
  void timeBudgetEndsTheRunBetweenTwoCallsOfAChunk() {
    try (SweepStage stage = new SweepStage(200)) {
      int exitCode = stage.sweep("--rate=50/s", "--time-budget=1s");

      assertThat(exitCode).isEqualTo(3);
      assertThat(
              stage
                  .jdbc
                  .sql("select state || ': ' || reason from cleanup_run")
                  .query(String.class)
                  .single())
          .isEqualTo("partial: the time budget is used up");
      // A chunk is two seconds of work: 100 calls.
      assertThat(stage.pave.log()).hasSizeLessThan(75);
      assertThat(stage.outcomes().getOrDefault("removed", 0L)).isEqualTo(stage.pave.log().size());
      assertThat(stage.outcomes()).doesNotContainKeys("open", "failed");
    }
  }
}
