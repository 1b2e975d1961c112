package dev.sessioncleanup.resilience;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** K1, K2 … are sessions without a reply to their DELETE; the number of the call is the same. */
class DeleteOutageTest {
  private final DeleteOutage outage = new DeleteOutage();

  @Test
  void fiveSessionsWithoutAReplyAreAnOutage() {
    failed(4);
    outage.failed("K1", 5, 0);
    assertThat(outage.suspected()).isFalse();

    outage.failed("K5", 6, 0);

    assertThat(outage.suspected()).isTrue();
  }

  @Test
  void laterAnsweredDeleteEndsTheOutage() {
    failed(5);

    outage.answered(6);

    assertThat(outage.suspected()).isFalse();
    assertThat(outage.lets("K1", 0)).isTrue();
  }

  @Test
  void slowReplyToAnEarlierDeleteDoesNotEndIt() {
    for (int call = 2; call <= 6; call++) {
      outage.failed("K" + call, call, 0);
    }

    outage.answered(1);

    assertThat(outage.suspected()).isTrue();
  }

  @Test
  void sessionsThatFailedWhileOthersWereAnsweredDoNotCount() {
    failed(4);
    outage.answered(5);
    failed(4);
    outage.failed("K9", 9, 0);

    assertThat(outage.suspected()).isFalse();
  }

  @Test
  void untriedSessionsAreTriedOneAtATimeWithPauses() {
    failed(5);
    assertThat(outage.wantsUntried()).isTrue();
    assertThat(outage.lets("K1", 0)).isFalse();
    outage.begin(Set.of("NEW1", "NEW2"));

    assertThat(outage.lets("K1", 0)).isFalse();
    assertThat(outage.lets("NEW1", 0)).isTrue();
    assertThat(outage.lets("NEW1", 0)).isTrue();
    assertThat(outage.lets("NEW2", 0)).isFalse();
    outage.trialFailed("NEW1", 0);

    assertThat(outage.lets("NEW2", millis(999))).isFalse();
    assertThat(outage.lets("NEW2", millis(1000))).isTrue();
    outage.trialFailed("NEW2", millis(1000));
    assertThat(outage.wantsUntried()).isTrue();
  }

  @Test
  void anySessionIsTriedWhenNoneIsUntriedAndNoDeleteWasEverAnswered() {
    failed(5);
    outage.begin(Set.of());

    assertThat(outage.suspected()).isTrue();
    assertThat(outage.lets("K3", 0)).isTrue();
  }

  @Test
  void sessionsAreTheCauseWhenNoneIsUntriedAndADeleteWasAnsweredBefore() {
    outage.answered(1);
    for (int call = 2; call <= 6; call++) {
      outage.failed("K" + call, call, 0);
    }
    outage.begin(Set.of());

    assertThat(outage.suspected()).isFalse();
  }

  @Test
  void pausesGrowToThirtySeconds() {
    failed(5);
    outage.begin(Set.of());
    long now = 0;
    for (int trial = 0; trial < 20; trial++) {
      outage.lets("K1", now);
      outage.trialFailed("K1", now);
      now += millis(30_000);
    }

    assertThat(outage.lets("K1", now - 1)).isFalse();
    assertThat(outage.lets("K1", now)).isTrue();
  }

  @Test
  void anotherSessionIsTriedWhenTheFirstCannotBeCalled() {
    failed(5);
    outage.begin(Set.of());
    assertThat(outage.lets("K1", 0)).isTrue();

    outage.unavailable("K1");

    assertThat(outage.lets("K2", 0)).isTrue();
  }

  @Test
  void outageEndsWhenItsSessionsAreGone() {
    failed(5);

    outage.gone("K1");

    assertThat(outage.suspected()).isFalse();
  }

  private void failed(int sessions) {
    for (int call = 1; call <= sessions; call++) {
      outage.failed("K" + call, call, 0);
    }
  }

  private static long millis(long count) {
    return Duration.ofMillis(count).toNanos();
  }
}
