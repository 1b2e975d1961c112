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
    assertThat(factor()).isEqualTo(0.97);
    assertThat(stage.jdbc.sql("select reason from cleanup_pace").query(String.class).single())
        .isEqualTo("429 Too Many Requests");
  }

  @Test
  void withoutATimeTheSilenceDoublesFromOneSecondToAMinute() {
    refused(stage.clock(), null);
    for (int seconds : new int[] {2, 4, 8, 16, 32, 60, 60, 60}) {
      refused(firstAfterTheSilence(), null);
      assertThat(stage.number(HELD)).isEqualTo(seconds);
    }
  }

  @Test
  void silenceStartsSmallAgainAfterAMinuteWithoutRefusal() {
    refused(stage.clock(), null);
    refused(firstAfterTheSilence(), null);
    stage.set("held_until = now() - interval '61 s', fell_at = now() - interval '63 s'");
    refused(firstAfterTheSilence(), null);

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
    assertThat(factor()).isEqualTo(0.97);
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
    refused(wellAfterTheSilence(), null);
    assertThat(factor()).isCloseTo(0.64, within(1e-9));

    for (int i = 0; i < 15; i++) {
      refused(wellAfterTheSilence(), null);
    }
    assertThat(factor()).isEqualTo(0.05);
  }

  @Test
  void refusalOfTheFirstRequestMakesTheNextSilenceLongerAndLeavesThePace() {
    refused(stage.clock(), null);
    refused(firstAfterTheSilence(), null);

    assertThat(stage.number("strikes")).isEqualTo(2);
    assertThat(stage.number(HELD)).isEqualTo(2);
    assertThat(factor()).isEqualTo(0.8);
  }

  @Test
  void refusalOfTheSecondRequestMakesTheNextSilenceLongerAndThePaceFall() {
    refused(stage.clock(), null);
    refused(firstAfterTheSilence() + 202_020, null);

    assertThat(stage.number("strikes")).isEqualTo(2);
    assertThat(factor()).isCloseTo(0.64, within(1e-9));
  }

  @Test
  void refusalWellAfterTheSilenceSaysNothingAboutTheSilence() {
    refused(stage.clock(), null);
    for (int i = 0; i < 5; i++) {
      refused(firstAfterTheSilence(), null);
    }
    assertThat(stage.number("strikes")).isEqualTo(6);

    refused(wellAfterTheSilence(), null);

    assertThat(stage.number("strikes")).isEqualTo(1);
  }

  @Test
  void paceFallsByLittleWherePaveNamesATime() {
    refused(stage.clock(), Duration.ofSeconds(1));
    refused(wellAfterTheSilence(), Duration.ofSeconds(1));

    assertThat(factor()).isCloseTo(0.97 * 0.97, within(1e-9));
  }

  @Test
  void silenceLastsAnHourAtMostAlsoWhenTheClockIsSteppedBack() {
    stage.set("held_until = now() + interval '1 day', fell_at = now() + interval '1 day'");

    Grants grants = stage.slots(5).ask(PaceStage.deletes(1, 1));

    assertThat(grants.askMicros() - grants.serverMicros())
        .isBetween(3_590_000_000L, 3_600_000_000L);
    assertThat(stage.number("(fell_at <= now())::integer")).isEqualTo(1);
  }

  @Test
  void refusalAfterTheClockWasSteppedBackCountsAsOne() {
    stage.set("held_until = now() + interval '1 day', fell_at = now() + interval '1 day'");
    refused(stage.clock() + 200_000, null);

    assertThat(stage.number("strikes")).isEqualTo(1);
    assertThat(stage.number("(held_until <= now() + interval '1 hour')::integer")).isEqualTo(1);
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

  /** As if the silence were over: the slot that is granted then. */
  private long firstAfterTheSilence() {
    stage.set("resumed_at = held_until + interval '10 ms'");
    return stage.number("(extract(epoch from resumed_at) * 1000000)::bigint");
  }

  /** A slot of which the first after the silence was long before. */
  private long wellAfterTheSilence() {
    return firstAfterTheSilence() + 401_000;
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
