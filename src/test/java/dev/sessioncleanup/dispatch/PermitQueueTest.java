package dev.sessioncleanup.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessioncleanup.availability.CallKind;
import dev.sessioncleanup.pacing.Grant.Verdict;
import dev.sessioncleanup.simulation.EachSeed;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class PermitQueueTest {
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  @Test
  void requestsAreTakenInOrder() {
    run(
        test -> {
          test.ask("A", "B", "C");

          assertThat(test.take(2, false)).containsExactly("A", "B");
          assertThat(test.take(2, false)).containsExactly("C");
          assertThat(test.take(2, false)).isEmpty();
        });
  }

  /** Workers start in any order; their requests keep the order of their claims. */
  @Test
  void firstRequestsAreTakenInTheOrderOfTheirClaims() {
    run(
        test -> {
          List<Long> places = test.expect(4);
          test.first("D", places.get(3));
          test.first("B", places.get(1));
          assertThat(test.take(9, false)).isEmpty();

          test.first("A", places.get(0));
          assertThat(test.take(9, false)).containsExactly("A", "B");

          test.queue.expectNoMore(places.get(2));
          assertThat(test.take(9, false)).containsExactly("D");
        });
  }

  /** The worker may wait for another one before it asks. */
  @Test
  void claimThatDoesNotAskAtOnceIsNotWaitedFor() {
    run(
        test -> {
          long late = test.queue.expect(false);
          test.first("B", test.queue.expect(true));
          assertThat(test.take(9, false)).containsExactly("B");

          test.ask("C");
          test.first("A", late);
          assertThat(test.take(9, false)).containsExactly("A", "C");
        });
  }

  @Test
  void claimThatHadASlotIsTakenFirst() {
    run(
        test -> {
          test.ask("A", "B");
          test.add(CallKind.DELETE, "AHEAD", 0, true);

          assertThat(test.take(9, false)).containsExactly("AHEAD", "A", "B");
        });
  }

  @Test
  void onlyProbesAreTakenWhileCallsAreStopped() {
    run(
        test -> {
          test.ask("A");
          test.add(CallKind.PROBE, "PROBE", 0, true);
          assertThat(test.take(9, true)).containsExactly("PROBE");
          assertThat(test.take(9, true)).isEmpty();
          test.add(CallKind.PROBE, "PROBE", 0, true);

          assertThat(test.take(9, false)).containsExactly("PROBE", "A");
        });
  }

  @Test
  void requestGoesToTheBackOfTheQueueAfterBackoff() {
    run(
        test -> {
          test.add(CallKind.DELETE, "LATER", SECOND, false);
          test.add(CallKind.DELETE, "SOONER", SECOND - 1, false);
          test.ask("A");
          assertThat(test.take(9, false)).containsExactly("A");
          assertThat(test.queue.nextDue(0)).isEqualTo(test.begun + SECOND - 1);
          assertThat(test.queue.hasReady()).isFalse();
          assertThat(test.queue.isEmpty()).isFalse();

          test.pass(SECOND);
          test.ask("B");
          assertThat(test.take(9, false)).containsExactly("B", "SOONER", "LATER");
          assertThat(test.queue.nextDue(7)).isEqualTo(7);
        });
  }

  @Test
  void requestsWithoutASlotGoBackToTheFrontInTheirOrder() {
    run(
        test -> {
          test.ask("A", "B", "C");
          List<PermitRequest> taken = test.queue.take(2, session -> true);
          test.ask("D");
          test.queue.putBack(taken);

          assertThat(test.take(9, false)).containsExactly("A", "B", "C", "D");
        });
  }

  @Test
  void endOfTheRunEndsWaitingAndLaterRequests() {
    run(
        test -> {
          List<PermitRequest> requests =
              List.of(
                  test.add(CallKind.DELETE, "READY", 0, false),
                  test.add(CallKind.LOOK_UP, "BACKOFF", SECOND, false),
                  test.add(CallKind.PROBE, "PROBE", 0, false));
          test.queue.endAll();
          PermitRequest late = test.add(CallKind.DELETE, "LATE", 0, false);

          assertThat(requests)
              .allSatisfy(
                  each -> assertThat(each.promise.await()).isInstanceOf(Permit.RunEnded.class));
          assertThat(late.promise.await()).isInstanceOf(Permit.RunEnded.class);
          assertThat(test.queue.isEmpty()).isTrue();
        });
  }

  @Test
  void formerWorkerLosesAClaimThatHasANewWorker() {
    run(
        test -> {
          PermitRequest ready = test.add(CallKind.DELETE, "A", 0, false);
          PermitRequest waiting = test.add(CallKind.DELETE, "A", SECOND, false);
          test.ask("B");
          test.queue.cancel('A');

          assertThat(List.of(ready, waiting))
              .allSatisfy(
                  each ->
                      assertThat(each.promise.await())
                          .isEqualTo(new Permit.Denied(each.claim(), Verdict.LOST)));
          assertThat(test.take(9, false)).containsExactly("B");
          assertThat(test.queue.isEmpty()).isTrue();
        });
  }

  @Test
  void dispatcherIsWokenByRequestsUnlessItIgnoresThem() {
    run(
        test -> {
          test.later(SECOND, () -> test.ask("A"));
          test.queue.await(test.begun + 9 * SECOND, false);
          assertThat(test.passed()).isEqualTo(SECOND);

          test.later(SECOND, () -> test.ask("B"));
          test.queue.await(test.begun + 5 * SECOND, true);
          assertThat(test.passed()).isEqualTo(5 * SECOND);

          // Requests that were ignored earlier are processed at once.
          test.queue.await(test.begun + 9 * SECOND, false);
          assertThat(test.passed()).isEqualTo(5 * SECOND);

          test.later(SECOND, test.queue::wake);
          test.queue.await(test.begun + 9 * SECOND, true);
          assertThat(test.passed()).isEqualTo(6 * SECOND);
        });
  }

  @Test
  void claimSourceWaitsUntilFewRequestsWaitForASlot() {
    run(
        test -> {
          List<Long> places = test.expect(3);
          test.later(
              SECOND,
              () -> {
                test.first("A", places.get(0));
                test.first("B", places.get(1));
                test.first("C", places.get(2));
              });
          test.later(2 * SECOND, () -> test.take(1, false));
          test.later(3 * SECOND, () -> test.take(1, false));
          test.queue.awaitCapacity(1, () -> false);
          assertThat(test.passed()).isEqualTo(3 * SECOND);

          test.expect(5);
          test.later(SECOND, test.queue::endAll);
          test.queue.awaitCapacity(1, () -> false);
          assertThat(test.passed()).isEqualTo(4 * SECOND);
        });
  }

  private static void run(Consumer<PermitQueueFixture> test) {
    EachSeed.run(threads -> test.accept(new PermitQueueFixture(threads)));
  }
}
