package dev.sessioncleanup.resilience;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessioncleanup.resilience.OutageTimer.Idle;
import dev.sessioncleanup.resilience.OutageTimer.Verdict;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Waits that PAVE asks for, in a run whose cleanup.unavailable-after is ten seconds. */
class ThrottledOutageTimerTest {
  private final OutageTimer timer = new OutageTimer(Duration.ofSeconds(10), 0);

  @BeforeEach
  void begin() {
    timer.at(0, true);
  }

  @Test
  void waitOfAnyLengthIsKept() {
    timer.throttled();
    timer.throttled();
    keepWaitUntil(3600);
    timer.throttled();
    timer.idle(Idle.THROTTLED);

    assertThat(at(7200)).isEqualTo(Verdict.GO_ON);
  }

  @Test
  void throttleAfterTheSecondWaitNeedsAProbe() {
    timer.throttled();
    keepWaitUntil(3600);
    timer.throttled();
    keepWaitUntil(7200);
    assertThat(at(7200)).isEqualTo(Verdict.GO_ON);
    timer.throttled();

    assertThat(at(7200)).isEqualTo(Verdict.PROBE);
    timer.probeFailed();
    assertThat(at(7200)).isEqualTo(Verdict.TOO_LONG);
    assertThat(timer.reason()).isEqualTo("PAVE gave no recognised reply for 2h");
  }

  @Test
  void answeredProbeAfterTheSecondWaitRestartsTheTimer() {
    timer.throttled();
    keepWaitUntil(3600);
    timer.throttled();
    keepWaitUntil(7200);
    timer.throttled();
    assertThat(at(7200)).isEqualTo(Verdict.PROBE);
    timer.recognised();

    timer.throttled();
    keepWaitUntil(10_800);
    timer.throttled();
    assertThat(at(10_800)).isEqualTo(Verdict.GO_ON);
  }

  @Test
  void shortWaitsCountTogether() {
    for (int second = 0; second < 10; second++) {
      timer.throttled();
      assertThat(at(second)).isEqualTo(Verdict.GO_ON);
      keepWaitUntil(second + 1);
    }
    timer.probeFailed();

    assertThat(at(10)).isEqualTo(Verdict.TOO_LONG);
  }

  @Test
  void pauseBetweenWaitsDoesNotCount() {
    for (int second = 0; second < 5; second++) {
      timer.throttled();
      keepWaitUntil(second + 1);
    }
    timer.idle(Idle.PAUSED);
    at(3600);
    timer.sent();
    timer.throttled();
    timer.probeFailed();
    assertThat(at(3600)).isEqualTo(Verdict.GO_ON);
    timer.idle(Idle.THROTTLED);

    assertThat(at(3604)).isEqualTo(Verdict.GO_ON);
    assertThat(at(3605)).isEqualTo(Verdict.TOO_LONG);
  }

  @Test
  void repliesOfOneBurstCountAsOneThrottle() {
    for (int second = 0; second < 32; second++) {
      timer.throttled();
      timer.idle(Idle.THROTTLED);

      assertThat(at(second)).isEqualTo(Verdict.GO_ON);
    }
  }

  @Test
  void recognisedReplyBetweenWaitsRestartsTheTimer() {
    for (int hour = 0; hour < 9; hour++) {
      timer.throttled();
      keepWaitUntil(3600L * (hour + 1));
      timer.throttled();
      assertThat(at(3600L * (hour + 1))).isEqualTo(Verdict.GO_ON);
      timer.recognised();
    }
  }

  private void keepWaitUntil(long second) {
    timer.idle(Idle.THROTTLED);
    at(second);
    timer.sent();
  }

  private Verdict at(long second) {
    return timer.at(Duration.ofSeconds(second).toNanos(), true);
  }
}
