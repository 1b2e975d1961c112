package dev.sessioncleanup.pacing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Times on the server's clock are microseconds, on this machine's nanoseconds. */
class ServerClockTest {
  private static final long MILLI = 1_000_000;
  private static final long SECOND = 1000 * MILLI;

  private long now;
  private final ServerClock clock = new ServerClock(() -> now, () -> 10 * MILLI);

  @Test
  void slotUsesTheDistanceOfTheFirstReply() {
    observe(7 * SECOND + 3 * MILLI, 2_000_000);

    assertThat(clock.nanosOf(2_500_000)).isEqualTo(7 * SECOND + 503 * MILLI);
  }

  @Test
  void smallestDistanceWins() {
    observe(SECOND + 30 * MILLI, 1_000_000);
    observe(2 * SECOND + 4 * MILLI, 2_000_000);
    observe(3 * SECOND + 90 * MILLI, 3_000_000);

    assertThat(clock.nanosOf(4_000_000)).isEqualTo(4 * SECOND + 4 * MILLI);
  }

  @Test
  void oldDistanceExpiresAfterTwoWindows() {
    observe(SECOND + MILLI, 1_000_000);
    for (int second = 2; second <= 70; second++) {
      observe(second * SECOND + 5 * MILLI, second * 1_000_000L);
    }

    assertThat(clock.nanosOf(71_000_000)).isEqualTo(71 * SECOND + 5 * MILLI);
  }

  @Test
  void smallestDistanceHoldsForTheWholeWindow() {
    observe(SECOND + MILLI, 1_000_000);
    for (int second = 2; second <= 30; second++) {
      observe(second * SECOND + 5 * MILLI, second * 1_000_000L);
    }

    assertThat(clock.nanosOf(31_000_000)).isEqualTo(31 * SECOND + MILLI);
  }

  @Test
  void serverClockSteppedForwardIsFollowedAtOnce() {
    observe(SECOND, 1_000_000);
    observe(2 * SECOND, 3602_000_000L);

    assertThat(clock.nanosOf(3603_000_000L)).isEqualTo(3 * SECOND);
  }

  @Test
  void serverClockSteppedBackIsFollowedAtOnce() {
    observe(3601 * SECOND, 3601_000_000L);
    observe(3602 * SECOND, 2_000_000);

    assertThat(clock.nanosOf(3_000_000)).isEqualTo(3603 * SECOND);
  }

  @Test
  void slowReplyIsNotAClockStep() {
    observe(SECOND, 1_000_000);
    observe(2 * SECOND + 999 * MILLI, 2_000_000);

    assertThat(clock.nanosOf(3_000_000)).isEqualTo(3 * SECOND);
  }

  @Test
  void smallBackwardStepIsFollowedWhenNoSlotCanBeUsed() {
    observe(SECOND, 1_000_000);
    for (int tenth = 0; tenth <= 10; tenth++) {
      assertThat(use(2 * SECOND + tenth * 100L * MILLI, 11 * MILLI)).isFalse();
    }
    observe(4 * SECOND + MILLI, 3_500_000);

    assertThat(clock.nanosOf(4_500_000)).isEqualTo(5 * SECOND + MILLI);
  }

  @Test
  void forfeitsOnAStalledMachineAreNotAClockStep() {
    observe(SECOND, 1_000_000);
    for (int forfeit = 0; forfeit < 50; forfeit++) {
      assertThat(use(2 * SECOND + forfeit * MILLI, 11 * MILLI)).isFalse();
    }
    assertThat(use(3 * SECOND, 10 * MILLI)).isTrue();
    assertThat(use(4 * SECOND, 11 * MILLI)).isFalse();
    assertThat(use(4 * SECOND, 11 * MILLI)).isFalse();
    observe(5 * SECOND + 30 * MILLI, 5_000_000);

    assertThat(clock.nanosOf(6_000_000)).isEqualTo(6 * SECOND);
  }

  @Test
  void monotonicClockMayBeNegative() {
    observe(-5 * SECOND, 1_000_000);

    assertThat(clock.nanosOf(2_000_000)).isEqualTo(-4 * SECOND);
  }

  /** Simulates a reply. */
  private void observe(long received, long serverMicros) {
    now = received;
    clock.observe(serverMicros);
  }

  /** Simulates a slot that is used late. */
  private boolean use(long nanos, long late) {
    now = nanos;
    return clock.use(nanos - late);
  }
}
