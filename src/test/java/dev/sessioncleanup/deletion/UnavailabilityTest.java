package dev.sessioncleanup.deletion;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class UnavailabilityTest {
  private final Unavailability unavailability = new Unavailability(Duration.ofSeconds(10), 0);

  @Test
  void tenSecondsOfUnsuccessfulCallsAreTooLong() {
    assertThat(at(1)).isFalse();
    fail(2);
    assertThat(at(10)).isFalse();
    assertThat(at(11)).isTrue();
    assertThat(unavailability.text()).isEqualTo("10s");
  }

  @Test
  void recognisedReplyStartsTheTimeAgain() {
    at(1);
    fail(2);
    at(10);
    unavailability.recognised();
    fail(2);

    assertThat(at(19)).isFalse();
    assertThat(at(20)).isTrue();
  }

  @Test
  void silenceThatPaveAskedForDoesNotCount() {
    at(1);
    fail(2);
    unavailability.held(true);
    assertThat(at(3600)).isFalse();
    unavailability.held(false);
    assertThat(at(3609)).isFalse();
    assertThat(at(3610)).isTrue();
  }

  @Test
  void timeWithoutAnUnsuccessfulCallDoesNotCount() {
    at(1);
    assertThat(at(3600)).isFalse();
    fail(2);
    assertThat(at(3609)).isFalse();
    assertThat(at(3610)).isTrue();
  }

  @Test
  void oneUnsuccessfulCallIsNotEnough() {
    at(1);
    fail(1);
    assertThat(at(100)).isFalse();
    fail(1);
    assertThat(at(101)).isTrue();
  }

  @Test
  void timeInWhichThereIsNothingToTryDoesNotCount() {
    at(1);
    fail(2);
    assertThat(unavailability.tooLong(Duration.ofHours(1).toNanos(), false)).isFalse();
    assertThat(at(3609)).isFalse();
    assertThat(at(3610)).isTrue();
  }

  private void fail(int times) {
    for (int i = 0; i < times; i++) {
      unavailability.unsuccessful();
    }
  }

  private boolean at(long second) {
    return unavailability.tooLong(Duration.ofSeconds(second).toNanos(), true);
  }
}
