package dev.sessioncleanup.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessioncleanup.pacing.Grant;
import dev.sessioncleanup.pacing.Grant.Verdict;
import dev.sessioncleanup.pacing.GrantReply;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * How the pace decreases and recovers when PAVE throttles. All times are microseconds of the
 * server's clock, with a tolerance for slow servers.
 */
public abstract class ThrottleContract extends RateLimiterContract {
  private static final String REASON = "429 Too Many Requests";

  private long before;
  private long after;

  protected ThrottleContract(TablesUnderTest tables) {
    super(tables);
  }

  @Test
  void paceIsFullUntilPaveAsksToSlowDown() {
    assertThat(ask(fivePerSecond, 1).pace().share()).isEqualTo(1);
    assertThat(ask(fivePerSecond, 1).pace().throttledUntil()).isNull();
  }

  @Test
  void allProcessesWaitAsLongAsPaveAsks() {
    slowDown(Duration.ofSeconds(30));

    GrantReply reply = ask(tables.limiter(other, otherSelection.runId(), 500), 3);

    assertThat(reply.grants()).extracting(Grant::verdict).containsOnly(Verdict.WAIT);
    assertThat(reply.pace().throttledUntil())
        .isEqualTo(Instant.EPOCH.plus(reply.askMicros(), ChronoUnit.MICROS));
    assertWait(reply, 30);
    assertThat(reply.pace().reason()).isEqualTo(REASON);
    assertShare(reply, 0.97);
    tables.pass(Duration.ofSeconds(31));
    assertThat(granted(ask(fivePerSecond, 1))).hasSize(1);
  }

  @Test
  void waitIsAnHourAtMost() {
    slowDown(Duration.ofDays(1));

    assertWait(ask(fivePerSecond, 1), 3600);
  }

  @Test
  void waitWithoutRetryAfterDoublesFromOneSecondToOneMinute() {
    slowDown(null);
    for (int seconds : new int[] {1, 2, 4, 8, 16, 32, 60, 60}) {
      assertWait(ask(fivePerSecond, 1), seconds);
      tables.pass(Duration.ofSeconds(seconds));
      throttled(granted(ask(fivePerSecond, 1)).getFirst(), null);
      assertShare(ask(fivePerSecond, 1), 0.8);
    }
  }

  @Test
  void secondThrottleSoonAfterTheWaitLengthensItAndReducesThePace() {
    slowDown(null);
    tables.pass(Duration.ofSeconds(1));
    long first = granted(ask(fivePerSecond, 1)).getFirst();

    throttled(first + 202_020, null);

    GrantReply reply = ask(fivePerSecond, 1);
    assertWait(reply, 2);
    assertThat(reply.pace().share()).isBetween(0.64, 0.66 + stalled() / 20);
  }

  @Test
  void waitIsResetAfterAMinuteWithoutAThrottle() {
    slowDown(null);
    slowDownOfTheFirstRequestAfter(Duration.ofSeconds(1));
    assertWait(ask(fivePerSecond, 1), 2);

    slowDownOfTheFirstRequestAfter(Duration.ofSeconds(63));

    assertWait(ask(fivePerSecond, 1), 1);
  }

  @Test
  void slotsGrantedBeforeTheReductionBelongToTheSameBurst() {
    long now = fivePerSecond.clock();
    for (long later = 0; later <= 100_000; later += 20_000) {
      throttled(now + later, null);
    }

    GrantReply reply = ask(fivePerSecond, 1);
    assertWait(reply, 1);
    assertShare(reply, 0.8);
  }

  @Test
  void burstReducesThePaceOnceAndItsWaitIsNeverShortened() {
    long begun = fivePerSecond.clock();
    for (Duration each :
        new Duration[] {Duration.ofSeconds(10), Duration.ofSeconds(100), Duration.ofSeconds(1)}) {
      throttled(begun, each);
    }

    GrantReply reply = ask(fivePerSecond, 1);
    assertShare(reply, 0.97);
    assertThat(reply.askMicros() - begun).isGreaterThanOrEqualTo(100_000_000);
    assertThat(reply.askMicros() - after).isLessThanOrEqualTo(100_000_000);
  }

  @Test
  void throttleWellAfterTheWaitReducesThePaceAndResetsTheWait() {
    slowDown(null);
    slowDownOfTheFirstRequestAfter(Duration.ofSeconds(1));
    tables.pass(Duration.ofSeconds(2));
    ask(fivePerSecond, 1);
    tables.pass(Duration.ofSeconds(2));

    throttled(granted(ask(fivePerSecond, 1)).getFirst(), null);

    GrantReply reply = ask(fivePerSecond, 1);
    assertWait(reply, 1);
    assertThat(reply.pace().share()).isBetween((0.8 + 2 / 20.0) * 0.8, 0.8 + stalled() / 20);
  }

  @Test
  void paceNeverFallsBelowATwentieth() {
    for (int i = 0; i < 20; i++) {
      slowDown(null);
      GrantReply reply = ask(fivePerSecond, 1);
      tables.pass(Duration.of(reply.askMicros() - reply.serverMicros(), ChronoUnit.MICROS));
      ask(fivePerSecond, 1);
      tables.pass(Duration.ofMillis(120));
    }
    slowDown(null);

    assertThat(ask(fivePerSecond, 1).pace().share()).isBetween(0.05, 0.2);
  }

  @Test
  void paceRecoversIn20SecondsAfterTheWait() {
    slowDown(null);
    tables.pass(Duration.ofSeconds(1));
    assertThat(share()).isBetween(0.8, 0.84 + stalled() / 20);
    tables.pass(Duration.ofSeconds(2));
    assertThat(share()).isBetween(0.9, 0.94 + stalled() / 20);
    tables.pass(Duration.ofSeconds(3));
    assertThat(ask(fivePerSecond, 1).pace().share()).isEqualTo(1);
  }

  @Test
  void reducedPaceSpacesSlotsWider() {
    for (int i = 0; i < 5; i++) {
      slowDown(null);
      tables.pass(Duration.ofSeconds(1));
      ask(fivePerSecond, 1);
      tables.pass(Duration.ofMillis(500));
    }

    GrantReply reply = ask(limiter(500), 120);
    double share = reply.pace().share();
    assertThat(share).isLessThan(0.6);
    long spacing = (long) (1e6 / (0.99 * 500 * share));
    assertThat(smallestGap(granted(reply))).isBetween(spacing - 1, spacing + 1);
  }

  /** PAVE throttles a request that is sent now. */
  private void slowDown(@Nullable Duration retryAfter) {
    throttled(fivePerSecond.clock(), retryAfter);
  }

  private void slowDownOfTheFirstRequestAfter(Duration wait) {
    tables.pass(wait);
    throttled(granted(ask(fivePerSecond, 1)).getFirst(), null);
  }

  /** PAVE throttles a request of that slot. */
  private void throttled(long slotMicros, @Nullable Duration retryAfter) {
    before = fivePerSecond.clock();
    fivePerSecond.slowDown(slotMicros, retryAfter, REASON);
    after = fivePerSecond.clock();
  }

  /** Asserts that nothing is granted for that many seconds after the last throttle. */
  private void assertWait(GrantReply reply, long seconds) {
    assertThat(reply.askMicros() - before).isGreaterThanOrEqualTo(seconds * 1_000_000);
    assertThat(reply.askMicros() - after).isLessThanOrEqualTo(seconds * 1_000_000);
    if (reply.serverMicros() < reply.askMicros()) {
      assertThat(granted(reply)).isEmpty();
    }
  }

  /**
   * Asserts the share to which the last throttle reduced the pace; on a slow machine it may already
   * recover.
   */
  private void assertShare(GrantReply reply, double reduced) {
    assertThat(reply.pace().share()).isBetween(reduced - 1e-9, reduced + stalled() / 20 + 1e-9);
  }

  private double share() {
    return ask(fivePerSecond, 1).pace().share();
  }

  /** Seconds since the last throttle; more than one only on a slow machine. */
  private double stalled() {
    return Math.max(0, (fivePerSecond.clock() - before) / 1e6 - 1);
  }
}
