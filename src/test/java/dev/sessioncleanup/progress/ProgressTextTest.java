package dev.sessioncleanup.progress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessioncleanup.ledger.Outcome;
import dev.sessioncleanup.pacing.Pace;
import dev.sessioncleanup.runs.Orders;
import dev.sessioncleanup.runs.RunState;
import dev.sessioncleanup.runs.RunStats;
import dev.sessioncleanup.settings.Rate;
import dev.sessioncleanup.sweep.RunFigures;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProgressTextTest {
  private static final Pace THROTTLED =
      new Pace(0.97, Instant.parse("2026-11-23T12:00:05.4Z"), "429: Too Many Requests");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
"""
          100 | `acme [#########.......]  58% 290/500  4.9/s of 5/s  ETA 0:43  removed 288 failed 2  elapsed 0:58`
          80  | `acme [########......]  58% 290/500  4.9/s of 5/s  ETA 0:43  removed 288 failed 2`
          60  | `acme [#########.......]  58% 290/500  4.9/s of 5/s  ETA 0:43`
          40  | `acme [###...]  58% 290/500  4.9/s of 5/s`
          20  | `acme  58% 290/500`
          10  | `acme  58% `
""")
  void liveLineFitsItsWidth(int width, String expected) {
    assertThat(ProgressText.lines(status("acme", Pace.FULL), width, 0)).containsExactly(expected);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 10, 39, 40, 79, 80, 132, 300})
  void noLineIsWiderThanTheTerminal(int width) {
    assertThat(ProgressText.lines(status("an-account-with-a-long-name", THROTTLED), width, 0))
        .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(width));
  }

  @Test
  void throttlingHasALineOfItsOwn() {
    assertThat(ProgressText.lines(status("acme", THROTTLED), 80, 0))
        .last()
        .isEqualTo("  throttled until 2026-11-23T12:00:05Z: 429: Too Many Requests");
  }

  @Test
  void lineElsewhereSaysEverything() {
    assertThat(ProgressText.line(status("acme", new Pace(0.815, null, "429"))))
        .isEqualTo(
            "acme: 290/500, removed 288, failed 2, 4.9/s of 5/s, 0:58 elapsed, ETA 0:43, slowed to 81%: 429");
  }

  @Test
  void pausedRunSaysWhoPausedItAndTheWayOut() {
    Orders orders = new Orders(RunState.PAUSED, null, "maria", Instant.EPOCH, 0);
    RunStatus status = status("acme", Pace.FULL);

    assertThat(ProgressText.paused(41, status, orders, 0))
        .containsExactly(
            "acme: paused by maria, 290/500 done. Go on: runs resume 41; end it: runs cancel 41");
    assertThat(ProgressText.paused(41, status, orders, 36))
        .containsExactly(
            "acme: paused by maria, 290/500 done.", "  Go on: runs resume 41; end it: run");
  }

  @Test
  void slowDatabaseIsShown() {
    assertThat(ProgressText.slowed(Pace.FULL, 0.62))
        .isEqualTo("slowed: the database takes 0.6 s to grant a slot");
    assertThat(ProgressText.slowed(Pace.FULL, 0.1)).isNull();
  }

  @Test
  void controlCharactersOfAnAccountAreVisible() {
    assertThat(ProgressText.lines(status("a\u001b[2Jb", Pace.FULL), 80, 0).getFirst())
        .startsWith("a\\u001b[2Jb");
  }

  @Test
  void timeLeftIsUnknownWhileNothingIsSent() {
    RunStatus idle =
        new RunStatus("a", figures(Pace.FULL), 0, new Rate(5), Duration.ofSeconds(3700));

    assertThat(idle.timeLeft()).isEqualTo("-");
    assertThat(RunStatus.clock(idle.elapsed())).isEqualTo("1:01:40");
  }

  @Test
  void rateIsThatOfTheLastTenSeconds() {
    RecentRate rate = new RecentRate(0);
    assertThat(rate.after(0, 0)).isZero();
    assertThat(rate.after(Duration.ofSeconds(10).toNanos(), 50)).isEqualTo(5);
    assertThat(rate.after(Duration.ofSeconds(20).toNanos(), 50)).isZero();
  }

  private static RunStatus status(String account, Pace pace) {
    return new RunStatus(account, figures(pace), 4.9, new Rate(5), Duration.ofSeconds(58));
  }

  private static RunFigures figures(Pace pace) {
    RunStats stats = new RunStats();
    stats.paced(pace);
    return new RunFigures(
        500, Map.of(Outcome.REMOVED, 288L, Outcome.FAILED, 2L), Map.of(), stats.snapshot());
  }

  @Test
  void barsOfSeveralAccountsStandInAColumn() {
    String shorter = ProgressText.lines(status("acme", Pace.FULL), 80, 7).getFirst();
    String longer = ProgressText.lines(status("default", Pace.FULL), 80, 7).getFirst();

    assertThat(shorter).startsWith("acme    [");
    assertThat(longer).startsWith("default [");
    assertThat(shorter.indexOf(']')).isEqualTo(longer.indexOf(']'));
  }
}
