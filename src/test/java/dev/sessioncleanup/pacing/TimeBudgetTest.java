package dev.sessioncleanup.pacing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessioncleanup.database.DatabaseTest;
import org.junit.jupiter.api.Test;

@DatabaseTest
@PaceTest
class TimeBudgetTest {
  @Test
  void timeBudgetEndsTheRunBetweenTwoCallsOfAChunk() {
    try (SweepFixture fixture = new SweepFixture(200)) {
      int exitCode = fixture.sweep("--rate=50/s", "--time-budget=1s");

      assertThat(exitCode).isEqualTo(3);
      assertThat(
              fixture
                  .jdbc
                  .sql("select state || ': ' || reason from cleanup_run")
                  .query(String.class)
                  .single())
          .isEqualTo("partial: the time budget is used up");
      // A chunk is two seconds of work: 100 calls.
      assertThat(fixture.pave.log()).hasSizeLessThan(75);
      assertThat(fixture.outcomes().getOrDefault("removed", 0L))
          .isEqualTo(fixture.pave.log().size());
      assertThat(fixture.outcomes()).doesNotContainKeys("open", "failed");
    }
  }
}
