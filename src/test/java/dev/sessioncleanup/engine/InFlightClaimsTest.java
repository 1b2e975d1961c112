package dev.sessioncleanup.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessioncleanup.concurrent.SystemScheduler;
import dev.sessioncleanup.engine.InFlightClaims.Departure;
import dev.sessioncleanup.ledger.Claim;
import dev.sessioncleanup.simulation.EachSeed;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class InFlightClaimsTest {
  private static final long RUN = 7;
  private static final Claim FRESH = new Claim(1, RUN, "KEY", 0, 0, 0, 0, false);
  private static final Claim ATTEMPTED = new Claim(1, RUN, "KEY", 1, 1, 1, 0, false);
  private static final Claim OF_ANOTHER_RUN = new Claim(1, 6, "KEY", 1, 1, 1, 0, false);

  private final InFlightClaims claims = new InFlightClaims(RUN, new SystemScheduler());

  @Test
  void sessionWithSeveralAttemptsCountsAsSentOnce() {
    InFlightClaim entry = claims.enter(FRESH);
    assertCounts(1, 1, 0);
    claims.sent(entry);
    claims.sent(entry);

    assertCounts(1, 0, 1);
  }

  @Test
  void unsentClaimIsNotCountedAfterItIsRemoved() {
    claims.leave(claims.enter(FRESH), FRESH, Departure.DONE);

    assertCounts(0, 0, 0);
  }

  @Test
  void attemptedClaimOfTheRunCountsTowardItsLimit() {
    InFlightClaim entry = claims.enter(ATTEMPTED);
    claims.sent(entry);
    claims.leave(entry, ATTEMPTED, Departure.DONE);

    assertCounts(0, 0, 0);
  }

  @Test
  void attemptedClaimOfAnotherRunDoesNotCountTowardTheLimit() {
    InFlightClaim entry = claims.enter(OF_ANOTHER_RUN);
    assertCounts(1, 1, 0);
    claims.sent(entry);

    assertCounts(1, 0, 1);
  }

  @Test
  void claimThatComesBackReplacesItsFormerWorker() {
    InFlightClaim former = claims.enter(FRESH);
    InFlightClaim latter = claims.enter(FRESH);
    assertThat(former.isReplaced()).isTrue();
    assertThat(latter.isReplaced()).isFalse();
    assertCounts(2, 2, 0);

    claims.leave(former, FRESH, Departure.UNATTEMPTED);
    assertThat(claims.unattempted()).as("the latter worker still has it").isEmpty();
    claims.leave(latter, FRESH, Departure.UNATTEMPTED);
    assertThat(claims.unattempted()).containsExactly(FRESH);
    assertCounts(0, 0, 0);
  }

  /** Two workers of one claim would undo each other's grants. */
  @Test
  void workerWaitsForTheFormerWorkerOfItsClaim() {
    EachSeed.run(
        threads -> {
          InFlightClaims held = new InFlightClaims(RUN, threads);
          long begun = threads.nanos();
          long second = TimeUnit.SECONDS.toNanos(1);
          InFlightClaim former = held.enter(FRESH);
          InFlightClaim latter = held.enter(FRESH);
          assertThat(former.awaitFormer()).isFalse();
          threads.start(
              "former",
              () -> {
                threads.sleepUntil(begun + second);
                held.leave(former, FRESH, Departure.DONE);
              });

          assertThat(latter.awaitFormer()).isTrue();
          assertThat(threads.nanos()).isEqualTo(begun + second);
        });
  }

  @Test
  void unattemptedClaimsWaitForTheirRelease() {
    claims.leave(claims.enter(FRESH), FRESH, Departure.UNATTEMPTED);
    assertThat(claims.unattempted()).containsExactly(FRESH);

    claims.released(List.of(FRESH));
    assertThat(claims.unattempted()).isEmpty();
  }

  @Test
  void claimThatIsTakenAgainIsNotReleased() {
    claims.leave(claims.enter(FRESH), FRESH, Departure.UNATTEMPTED);
    claims.enter(FRESH);

    assertThat(claims.unattempted()).isEmpty();
  }

  @Test
  void claimThatIsLeftOpenIsRemembered() {
    claims.leave(claims.enter(ATTEMPTED), ATTEMPTED, Departure.OPEN);

    assertThat(claims.isLeftOpen(ATTEMPTED)).isTrue();
    assertThat(claims.unattempted()).isEmpty();
  }

  @Test
  void waitEndsWithTheLastWorkerOrAtItsDeadline() {
    EachSeed.run(
        threads -> {
          InFlightClaims waiting = new InFlightClaims(RUN, threads);
          long begun = threads.nanos();
          long second = TimeUnit.SECONDS.toNanos(1);
          InFlightClaim entry = waiting.enter(FRESH);
          waiting.awaitEmpty(begun + second);
          assertThat(threads.nanos()).isEqualTo(begun + second);

          threads.start(
              "worker",
              () -> {
                threads.sleepUntil(begun + 2 * second);
                waiting.leave(entry, FRESH, Departure.DONE);
              });
          waiting.awaitEmpty(begun + 9 * second);
          assertThat(threads.nanos()).isEqualTo(begun + 2 * second);
        });
  }

  private void assertCounts(int outstanding, int unsent, int sent) {
    assertThat(claims.outstanding()).as("outstanding").isEqualTo(outstanding);
    assertThat(claims.unsent()).as("unsent").isEqualTo(unsent);
    assertThat(claims.sentSessions()).as("sent").isEqualTo(sent);
  }
}
