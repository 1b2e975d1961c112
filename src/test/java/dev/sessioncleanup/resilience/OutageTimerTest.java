package dev.sessioncleanup.resilience;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessioncleanup.resilience.OutageTimer.Idle;
import dev.sessioncleanup.resilience.OutageTimer.Verdict;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A run whose cleanup.unavailable-after is ten seconds. */
class OutageTimerTest {
  private final OutageTimer timer = new OutageTimer(Duration.ofSeconds(10), 0);

  @Test
  void tenSecondsWithoutARecognisedReplyAreTooLong() {
    at(1);
    timer.probeFailed();

    assertThat(at(10)).isEqualTo(Verdict.GO_ON);
    assertThat(at(11)).isEqualTo(Verdict.TOO_LONG);
    assertThat(timer.reason()).isEqualTo("PAVE gave no recognised reply for 10s");
  }

  @Test
  void recognisedReplyRestartsTheTimer() {
    at(1);
    timer.probeFailed();
    at(10);
    timer.recognised();
    timer.probeFailed();

    assertThat(at(19)).isEqualTo(Verdict.GO_ON);
    assertThat(at(20)).isEqualTo(Verdict.TOO_LONG);
  }

  @Test
  void probeDecidesWhenOnlySessionsFailed() {
    at(1);
    timer.failed();

    assertThat(at(10)).isEqualTo(Verdict.GO_ON);
    assertThat(at(11)).isEqualTo(Verdict.PROBE);
    assertThat(at(12)).isEqualTo(Verdict.PROBE);
    timer.probeFailed();
    assertThat(at(12)).isEqualTo(Verdict.TOO_LONG);
  }

  @Test
  void answeredProbeRestartsTheTimer() {
    at(1);
    timer.failed();
    assertThat(at(11)).isEqualTo(Verdict.PROBE);
    timer.recognised();
    timer.failed();

    assertThat(at(20)).isEqualTo(Verdict.GO_ON);
    assertThat(at(21)).isEqualTo(Verdict.PROBE);
  }

  @Test
  void timeWithoutAFailedCallDoesNotCount() {
    assertThat(at(3600)).isEqualTo(Verdict.GO_ON);
    timer.probeFailed();

    assertThat(at(3609)).isEqualTo(Verdict.GO_ON);
    assertThat(at(3610)).isEqualTo(Verdict.TOO_LONG);
  }

  @Test
  void timeWithNothingToTryDoesNotCount() {
    at(1);
    timer.probeFailed();
    assertThat(timer.at(seconds(3600), false)).isEqualTo(Verdict.GO_ON);

    assertThat(at(3609)).isEqualTo(Verdict.GO_ON);
    assertThat(at(3610)).isEqualTo(Verdict.TOO_LONG);
  }

  @Test
  void pauseDoesNotCount() {
    at(1);
    timer.probeFailed();
    timer.idle(Idle.PAUSED);
    assertThat(at(3600)).isEqualTo(Verdict.GO_ON);
    timer.idle(Idle.NO);

    assertThat(at(3609)).isEqualTo(Verdict.GO_ON);
    assertThat(at(3610)).isEqualTo(Verdict.TOO_LONG);
  }

  @Test
  void timeSpentOnTheDatabaseDoesNotCount() {
    at(1);
    timer.probeFailed();
    timer.excludeTime(seconds(30));

    assertThat(at(40)).isEqualTo(Verdict.GO_ON);
    assertThat(at(41)).isEqualTo(Verdict.TOO_LONG);
  }

  @Test
  void onlyDeleteRestartsTheTimerInAnOutageOfDelete() {
    at(1);
    timer.failed();
    for (int second = 2; second < 11; second++) {
      assertThat(at(second)).isEqualTo(Verdict.GO_ON);
      timer.onlyGetRecognised();
    }
    assertThat(at(11)).isEqualTo(Verdict.PROBE);
    timer.onlyGetRecognised();

    assertThat(at(12)).isEqualTo(Verdict.TOO_LONG);
    assertThat(timer.reason())
        .isEqualTo("PAVE answers GET, but gave no recognised reply to a DELETE for 11s");
  }

  @Test
  void answeredDeleteEndsAnOutageOfDelete() {
    at(1);
    timer.failed();
    at(11);
    timer.onlyGetRecognised();
    timer.recognised();
    timer.failed();

    assertThat(at(20)).isEqualTo(Verdict.GO_ON);
    assertThat(at(21)).isEqualTo(Verdict.PROBE);
  }

  private Verdict at(long second) {
    return timer.at(seconds(second), true);
  }

  private static long seconds(long count) {
    return Duration.ofSeconds(count).toNanos();
  }
}
