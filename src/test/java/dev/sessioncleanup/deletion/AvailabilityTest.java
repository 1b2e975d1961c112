package dev.sessioncleanup.deletion;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessioncleanup.audit.Claim;
import org.junit.jupiter.api.Test;

class AvailabilityTest {
  private final Availability availability = new Availability();
  private final Ticket one = ticket("ONE");
  private final Ticket two = ticket("TWO");

  @Test
  void fourSilencesAreNoOutageYet() {
    silences(2, one);
    silences(2, two);

    assertThat(availability.probing()).isFalse();
  }

  @Test
  void fiveSilencesOfTwoSessionsStartProbing() {
    silences(4, one);
    silences(1, two);

    assertThat(availability.probing()).isTrue();
    assertThat(availability.away()).isFalse();
  }

  @Test
  void oneSessionThatHangsIsNoOutage() {
    silences(20, one);

    assertThat(availability.probing()).isFalse();
  }

  @Test
  void oneSessionIsEnoughWhereNothingCouldEvenBeSent() {
    for (int i = 0; i < 5; i++) {
      availability.silent(one, true);
    }

    assertThat(availability.probing()).isTrue();
  }

  @Test
  void anyAnswerInBetweenStartsTheCountAgain() {
    silences(4, one);
    availability.answered();
    silences(4, two);

    assertThat(availability.probing()).isFalse();
  }

  @Test
  void silenceCountsForItsSessionWhenPaveAnswersOthers() {
    silences(3, one);

    assertThat(one.failures()).isZero();
    assertThat(availability.answered()).containsExactly(one);
    assertThat(one.failures()).isEqualTo(3);
    assertThat(one.suspended).isZero();
  }

  @Test
  void silenceIsForgivenWhenPaveIsAway() {
    silences(4, one);
    silences(1, two);

    assertThat(availability.foundAway()).containsExactly(one, two);
    assertThat(availability.away()).isTrue();
    assertThat(availability.probing()).isTrue();
    assertThat(one.failures() + two.failures()).isZero();
    assertThat(availability.answered()).isEmpty();
    assertThat(one.failures() + two.failures()).isZero();
  }

  @Test
  void silenceDuringAnOutageCostsNothing() {
    availability.foundAway();
    silences(9, one);

    assertThat(availability.answered()).isEmpty();
    assertThat(one.failures()).isZero();
    assertThat(availability.probing()).isFalse();
  }

  @Test
  void shortOutageIsForgivenAlsoWhenTheFirstProbeIsAnswered() {
    silences(4, one);
    silences(1, two);

    assertThat(availability.answered()).containsExactly(one, two);
    assertThat(one.failures() + two.failures()).isZero();
    assertThat(one.suspended + two.suspended).isZero();
    assertThat(availability.probing()).isFalse();
  }

  @Test
  void outageThatNoProbeSeesIsForgivenASessionOnce() {
    silences(3, one);
    silences(2, two);
    availability.answered();
    Ticket three = ticket("THREE");
    silences(4, one);
    silences(1, three);

    assertThat(availability.answered()).containsExactly(one, three);
    assertThat(one.failures()).isEqualTo(4);
    assertThat(three.failures()).isZero();
  }

  @Test
  void outageThatAProbeSawIsForgivenEveryTime() {
    for (int i = 0; i < 3; i++) {
      silences(3, one);
      silences(2, two);
      availability.foundAway();
      availability.answered();
    }

    assertThat(one.failures() + two.failures()).isZero();
  }

  @Test
  void fourSilencesInARowCount() {
    silences(3, one);
    silences(1, two);
    availability.answered();

    assertThat(one.failures()).isEqualTo(3);
    assertThat(two.failures()).isEqualTo(1);
  }

  @Test
  void suspicionIsToBeProbed() {
    silences(1, one);
    availability.suspect();

    assertThat(availability.probing()).isTrue();
    assertThat(availability.answered()).containsExactly(one);
    assertThat(one.failures()).isEqualTo(1);
    assertThat(availability.probing()).isFalse();
  }

  @Test
  void ticketThatIsOutOfThePipeIsNoSuspect() {
    silences(2, one);
    availability.gone(one);

    assertThat(availability.answered()).isEmpty();
  }

  private void silences(int times, Ticket ticket) {
    for (int i = 0; i < times; i++) {
      availability.silent(ticket, false);
    }
  }

  private static Ticket ticket(String key) {
    return new Ticket(new Claim(1, 1, key, 0, 1, 1, 0));
  }
}
