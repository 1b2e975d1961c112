package dev.sessioncleanup.pacing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Times on the server's clock are microseconds, on this machine's nanoseconds. */
class SlotClockTest {
  private static final long MILLI = 1_000_000;
  private static final long SECOND = 1000 * MILLI;

  private final SlotClock clock = new SlotClock();

  @Test
  void slotIsPlacedByTheDistanceOfTheFirstReply() {
    clock.observe(7 * SECOND + 3 * MILLI, 2_000_000);

    assertThat(clock.nanosOf(2_500_000)).isEqualTo(7 * SECOND + 503 * MILLI);
  }

  @Test
  void smallestDistanceWins() {
    clock.observe(SECOND + 30 * MILLI, 1_000_000);
    clock.observe(2 * SECOND + 4 * MILLI, 2_000_000);
    clock.observe(3 * SECOND + 90 * MILLI, 3_000_000);

    assertThat(clock.nanosOf(4_000_000)).isEqualTo(4 * SECOND + 4 * MILLI);
  }

  @Test
  void distanceOfOnceIsForgottenAfterTwoWindowsSoThatDriftIsFollowed() {
    clock.observe(SECOND + MILLI, 1_000_000);
    for (int second = 2; second <= 70; second++) {
      clock.observe(second * SECOND + 5 * MILLI, second * 1_000_000L);
    }

    assertThat(clock.nanosOf(71_000_000)).isEqualTo(71 * SECOND + 5 * MILLI);
  }

  @Test
  void smallestDistanceHoldsForTheWholeWindow() {
    clock.observe(SECOND + MILLI, 1_000_000);
    for (int second = 2; second <= 30; second++) {
      clock.observe(second * SECOND + 5 * MILLI, second * 1_000_000L);
    }

    assertThat(clock.nanosOf(31_000_000)).isEqualTo(31 * SECOND + MILLI);
  }

  @Test
  void serverClockSteppedForwardIsFollowedAtOnce() {
    clock.observe(SECOND, 1_000_000);
    clock.observe(2 * SECOND, 3602_000_000L);

    assertThat(clock.nanosOf(3603_000_000L)).isEqualTo(3 * SECOND);
  }

  @Test
  void serverClockSteppedBackIsFollowedAtOnce() {
    clock.observe(3601 * SECOND, 3601_000_000L);
    clock.observe(3602 * SECOND, 2_000_000);

    assertThat(clock.nanosOf(3_000_000)).isEqualTo(3603 * SECOND);
  }

  @Test
  void slowReplyIsNoStep() {
    clock.observe(SECOND, 1_000_000);
    clock.observe(2 * SECOND + 999 * MILLI, 2_000_000);

    assertThat(clock.nanosOf(3_000_000)).isEqualTo(3 * SECOND);
  }

  @Test
  void serverClockSteppedBackByLittleIsFollowedWhenNoSlotCanBeUsed() {
    clock.observe(SECOND, 1_000_000);
    for (int tenth = 0; tenth <= 10; tenth++) {
      clock.forfeited(2 * SECOND + tenth * 100L * MILLI);
    }
    clock.observe(4 * SECOND + MILLI, 3_500_000);

    assertThat(clock.nanosOf(4_500_000)).isEqualTo(5 * SECOND + MILLI);
  }

  @Test
  void forfeitsOfAStalledMachineAreNoStep() {
    clock.observe(SECOND, 1_000_000);
    for (int forfeit = 0; forfeit < 50; forfeit++) {
      clock.forfeited(2 * SECOND + forfeit * MILLI);
    }
    clock.used();
    clock.forfeited(4 * SECOND);
    clock.forfeited(4 * SECOND);
    clock.observe(5 * SECOND + 30 * MILLI, 5_000_000);

    assertThat(clock.nanosOf(6_000_000)).isEqualTo(6 * SECOND);
  }

  @Test
  void monotonicClockMayBeNegative() {
    clock.observe(-5 * SECOND, 1_000_000);

    assertThat(clock.nanosOf(2_000_000)).isEqualTo(-4 * SECOND);
  }
}
