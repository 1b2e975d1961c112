package dev.sessioncleanup.deletion;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessioncleanup.deletion.Unavailability.Rest;
import dev.sessioncleanup.deletion.Unavailability.Verdict;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class UnavailabilityTest {
  private final Unavailability unavailability = new Unavailability(Duration.ofSeconds(10), 0);

  @Test
  void tenSecondsOfUnsuccessfulCallsAreTooLong() {
    assertThat(at(1)).isFalse();
    unavailability.probeFailed();
    assertThat(at(10)).isFalse();
    assertThat(at(11)).isTrue();
    assertThat(unavailability.text()).isEqualTo("10s");
  }

  @Test
  void recognisedReplyStartsTheTimeAgain() {
    at(1);
    unavailability.probeFailed();
    at(10);
    unavailability.recognised();
    unavailability.probeFailed();

    assertThat(at(19)).isFalse();
    assertThat(at(20)).isTrue();
  }

  @Test
  void pauseDoesNotCount() {
    at(1);
    unavailability.probeFailed();
    unavailability.rests(Rest.HELD);
    assertThat(at(3600)).isFalse();
    unavailability.rests(Rest.NONE);
    assertThat(at(3609)).isFalse();
    assertThat(at(3610)).isTrue();
  }

  @Test
  void silenceThatPaveAskedForIsWaitedForHoweverLong() {
    at(1);
    unavailability.throttled();
    unavailability.throttled();
    unavailability.rests(Rest.ASKED);
    assertThat(at(3600)).isFalse();
    unavailability.launched();
    unavailability.throttled();
    unavailability.rests(Rest.ASKED);

    assertThat(at(7200)).isFalse();
  }

  @Test
  void callRefusedBehindTheSecondSilenceIsTheLast() {
    at(1);
    unavailability.throttled();
    keepSilenceUntil(3600);
    unavailability.throttled();
    keepSilenceUntil(7200);
    assertThat(at(7200)).isFalse();
    unavailability.throttled();

    assertThat(at(7200)).isTrue();
    assertThat(unavailability.text()).isEqualTo("1h 59m");
  }

  @Test
  void shortSilencesCountTogether() {
    for (int second = 0; second < 10; second++) {
      unavailability.throttled();
      assertThat(at(second)).isFalse();
      keepSilenceUntil(second + 1);
    }

    assertThat(at(10)).isTrue();
  }

  @Test
  void pauseBetweenSilencesDoesNotCount() {
    for (int second = 0; second < 5; second++) {
      unavailability.throttled();
      keepSilenceUntil(second + 1);
    }
    unavailability.rests(Rest.HELD);
    at(3600);
    unavailability.launched();
    unavailability.throttled();
    assertThat(at(3600)).isFalse();
    unavailability.rests(Rest.ASKED);
    assertThat(at(3604)).isFalse();
    assertThat(at(3605)).isTrue();
  }

  @Test
  void repliesOfOneBurstAreOneRefusal() {
    for (int i = 0; i < 32; i++) {
      unavailability.throttled();
      unavailability.rests(Rest.ASKED);
      assertThat(at(i)).isFalse();
    }
  }

  @Test
  void recognisedReplyBetweenSilencesStartsAnew() {
    for (int hour = 0; hour < 9; hour++) {
      unavailability.throttled();
      keepSilenceUntil(3600L * (hour + 1));
      unavailability.throttled();
      assertThat(at(3600L * (hour + 1))).isFalse();
      unavailability.recognised();
    }
  }

  @Test
  void probeHasTheLastWord() {
    at(1);
    unavailability.unsuccessful();
    assertThat(verdict(10)).isEqualTo(Verdict.GO_ON);
    assertThat(verdict(11)).isEqualTo(Verdict.PROBE);
    assertThat(verdict(12)).isEqualTo(Verdict.PROBE);
    unavailability.probeFailed();

    assertThat(verdict(12)).isEqualTo(Verdict.TOO_LONG);
  }

  @Test
  void answeredProbeStartsTheTimeAgain() {
    at(1);
    unavailability.unsuccessful();
    assertThat(verdict(11)).isEqualTo(Verdict.PROBE);
    unavailability.recognised();
    unavailability.unsuccessful();

    assertThat(verdict(20)).isEqualTo(Verdict.GO_ON);
    assertThat(verdict(21)).isEqualTo(Verdict.PROBE);
  }

  @Test
  void timeThatWasSpentOnTheDatabaseIsLeftOut() {
    at(1);
    unavailability.probeFailed();
    unavailability.leaveOut(Duration.ofSeconds(30).toNanos());

    assertThat(at(40)).isFalse();
    assertThat(at(41)).isTrue();
  }

  @Test
  void timeWithoutAnUnsuccessfulCallDoesNotCount() {
    at(1);
    assertThat(at(3600)).isFalse();
    unavailability.probeFailed();
    assertThat(at(3609)).isFalse();
    assertThat(at(3610)).isTrue();
  }

  @Test
  void timeInWhichThereIsNothingToTryDoesNotCount() {
    at(1);
    unavailability.probeFailed();
    assertThat(unavailability.at(Duration.ofHours(1).toNanos(), false)).isEqualTo(Verdict.GO_ON);
    assertThat(at(3609)).isFalse();
    assertThat(at(3610)).isTrue();
  }

  private void keepSilenceUntil(long second) {
    unavailability.rests(Rest.ASKED);
    at(second);
    unavailability.launched();
  }

  private boolean at(long second) {
    return verdict(second) == Verdict.TOO_LONG;
  }

  private Verdict verdict(long second) {
    return unavailability.at(Duration.ofSeconds(second).toNanos(), true);
  }
}
