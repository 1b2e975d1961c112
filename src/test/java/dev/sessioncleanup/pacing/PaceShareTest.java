package dev.sessioncleanup.pacing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sessioncleanup.database.DatabaseTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The share of the ceiling in force, as the database computes it. */
@DatabaseTest
class PaceShareTest {
  private final PaceFixture fixture = new PaceFixture();

  @AfterEach
  void close() {
    fixture.close();
  }

  @ParameterizedTest
  @CsvSource({
    "5, 0, 0.2",
    "5, 4, 0.4",
    "5, 16, 1",
    "5, 3600, 1",
    "5, -3600, 0.2",
    "500, 4, 0.4",
    // At this rate twenty slots take twenty minutes.
    "0.0166666666666, 240, 0.4",
    "0.0166666666666, 959, 0.9991",
    "0.0166666666666, 1000, 1"
  })
  void paceRecoversIn20SecondsOr20SlotsUpToTheCeiling(double rate, int seconds, double expected) {
    assertThat(shareAfter("reduced_at = '2026-01-01 00:00:00Z'", rate, seconds))
        .isCloseTo(expected, within(1e-3));
  }

  @Test
  void recoveryStartsWhenTheWaitIsOver() {
    String pace = "reduced_at = '2026-01-01 00:00:00Z', held_until = '2026-01-01 00:01:00Z'";

    assertThat(shareAfter(pace, 5, 60)).isEqualTo(0.2);
    assertThat(shareAfter(pace, 5, 64)).isCloseTo(0.4, within(1e-9));
  }

  @Test
  void accountThatWasNeverThrottledHasTheFullCeiling() {
    fixture.set("next_at = next_at");

    assertThat(
            fixture
                .jdbc
                .sql("select pace_share(p, 5, now()) from cleanup_pace p")
                .query(Double.class)
                .single())
        .isEqualTo(1);
  }

  private double shareAfter(String pace, double rate, int seconds) {
    fixture.set("share = 0.2, " + pace);
    return fixture
        .jdbc
        .sql(
            "select pace_share(p, :rate, timestamptz '2026-01-01 00:00:00Z' + make_interval(secs => :seconds))"
                + " from cleanup_pace p")
        .param("rate", rate)
        .param("seconds", seconds)
        .query(Double.class)
        .single();
  }
}
