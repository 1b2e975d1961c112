package dev.sessioncleanup.pacing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sessioncleanup.database.DatabaseTest;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How the pace falls and climbs, by the database's clock. */
@DatabaseTest
class SlowDownTest {
  private static final String HELD = "round(extract(epoch from held_until - fell_at))::bigint";

  private static final String FELL = "(extract(epoch from fell_at) * 1000000)::bigint";

  private final PaceStage stage = new PaceStage();

  @AfterEach
  void close() {
    stage.close();
  }

  @Test
  void firstRefusalOfAnAccountHoldsItForAsLongAsPaveAsks() {
    refused(stage.clock(), Duration.ofSeconds(30));

    assertThat(stage.number(HELD)).isEqualTo(30);
    assertThat(factor()).isEqualTo(0.8);
    assertThat(stage.jdbc.sql("select reason from cleanup_pace").query(String.class).single())
        .isEqualTo("429 Too Many Requests");
  }

  @Test
  void withoutATimeTheSilenceDoublesFromOneSecondToAMinute() {
    for (int seconds : new int[] {1, 2, 4, 8, 16, 32, 60, 60, 60}) {
      refused(afterTheFall(), null);
      assertThat(stage.number(HELD)).isEqualTo(seconds);
    }
  }

  @Test
  void silenceStartsSmallAgainAfterAMinuteWithoutRefusal() {
    refused(afterTheFall(), null);
    refused(afterTheFall(), null);
    stage.set("held_until = now() - interval '61 s', fell_at = now() - interval '63 s'");
    refused(afterTheFall(), null);

    assertThat(stage.number(HELD)).isEqualTo(1);
  }

  @Test
  void paceFallsOnceForABurst() {
    long sent = stage.clock();
    for (int i = 0; i < 20; i++) {
      refused(sent, null);
    }

    assertThat(factor()).isEqualTo(0.8);
    assertThat(stage.number("strikes")).isEqualTo(1);
  }

  @Test
  void refusalOfTheSameBurstMayLengthenTheSilenceButNeverShortensIt() {
    long sent = stage.clock();
    refused(sent, Duration.ofSeconds(10));
    refused(sent, Duration.ofSeconds(100));
    refused(sent, Duration.ofSeconds(1));

    assertThat(stage.number("(held_until > now() + interval '90 s')::integer")).isEqualTo(1);
    assertThat(factor()).isEqualTo(0.8);
  }

  @Test
  void slotsGrantedBeforeTheFallAreOfTheSameBurst() {
    refused(stage.clock(), null);
    for (long later = 0; later <= 100; later += 20) {
      refused(stage.number(FELL) + later * 1000, null);
    }

    assertThat(stage.number("strikes")).isEqualTo(1);
    assertThat(factor()).isEqualTo(0.8);
  }

  @Test
  void paceFallsAgainForARequestSentWellAfterTheSilenceButNotBelowATwentieth() {
    refused(stage.clock(), null);
    refused(afterTheSilence(401), null);
    assertThat(factor()).isCloseTo(0.64, within(1e-9));

    for (int i = 0; i < 15; i++) {
      refused(afterTheSilence(401), null);
    }
    assertThat(factor()).isEqualTo(0.05);
  }

  @Test
  void refusalRightAfterTheSilenceMakesTheNextOneLongerAndLeavesThePace() {
    refused(stage.clock(), null);
    refused(afterTheSilence(399), null);

    assertThat(stage.number("strikes")).isEqualTo(2);
    assertThat(stage.number(HELD)).isEqualTo(2);
    assertThat(factor()).isEqualTo(0.8);
  }

  @ParameterizedTest
  @CsvSource({
    "5, 0, 0.2",
    "5, 4, 0.4",
    "5, 16, 1",
    "5, 3600, 1",
    "5, -3600, 0.2",
    "500, 4, 0.4",
    // Twenty slots take twenty minutes here.
    "0.0166666666666, 240, 0.4",
    "0.0166666666666, 959, 0.9991",
    "0.0166666666666, 1000, 1"
  })
  void paceClimbsBackInTwentySecondsOrTwentySlotsAndNeverAboveTheCeiling(
      double rate, int seconds, double expected) {
    assertThat(factorAfter("fell_at = '2026-01-01 00:00:00Z'", rate, seconds))
        .isCloseTo(expected, within(1e-3));
  }

  @Test
  void climbStartsWhenTheSilenceIsOver() {
    String pace = "fell_at = '2026-01-01 00:00:00Z', held_until = '2026-01-01 00:01:00Z'";

    assertThat(factorAfter(pace, 5, 60)).isEqualTo(0.2);
    assertThat(factorAfter(pace, 5, 64)).isCloseTo(0.4, within(1e-9));
  }

  @Test
  void accountThatNeverFellHasTheWholeCeiling() {
    stage.set("next_at = next_at");

    assertThat(
            stage
                .jdbc
                .sql("select pace_factor(p, 5, now()) from cleanup_pace p")
                .query(Double.class)
                .single())
        .isEqualTo(1);
  }

  private void refused(long sentMicros, @Nullable Duration retryAfter) {
    stage.slots(5).slowDown(sentMicros, retryAfter, "429 Too Many Requests");
  }

  /** A slot that cannot have been granted before the fall. */
  private long afterTheFall() {
    return Math.max(stage.clock(), stage.number("coalesce(max(" + FELL + "), 0)") + 100_001);
  }

  /** A slot so many milliseconds after the silence. */
  private long afterTheSilence(long millis) {
    return stage.number("(extract(epoch from held_until) * 1000000)::bigint") + millis * 1000;
  }

  private double factor() {
    return stage.jdbc.sql("select factor from cleanup_pace").query(Double.class).single();
  }

  private double factorAfter(String pace, double rate, int seconds) {
    stage.set("factor = 0.2, " + pace);
    return stage
        .jdbc
        .sql(
            "select pace_factor(p, :rate, timestamptz '2026-01-01 00:00:00Z' + make_interval(secs => :seconds))"
                + " from cleanup_pace p")
        .param("rate", rate)
        .param("seconds", seconds)
        .query(Double.class)
        .single();
  }
}
