package dev.sessioncleanup.engine;

import static dev.sessioncleanup.engine.Replies.error;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sessioncleanup.ledger.Outcome;
import dev.sessioncleanup.runs.DeleteCalls;
import dev.sessioncleanup.runs.Ending;
import dev.sessioncleanup.runs.RunState;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RunEndScenarioTest {
  @Test
  void grantedSlotIsNotUsedAfterTheEnd() {
    Scenario.each(
        scenario -> {
          scenario.track(100);
          scenario.database.after(
              "ask", () -> scenario.control.end(Ending.Kind.TIME_BUDGET, "over"));

          scenario.run().assertBalanced();

          assertThat(scenario.pave.log()).isEmpty();
          assertThat(scenario.tables.audit).isEmpty();
        });
  }

  @Test
  void stopReleasesUnattemptedClaimsAndRecordsCallsInFlight() {
    Scenario.each(
        scenario -> {
          scenario.track(200);
          scenario.settings.maxInFlight = 4;
          scenario.pave.blockReplies(Scenario.keys(200));
          scenario.duringRun(
              () -> {
                scenario.until(() -> scenario.pave.deletes() == 4);
                scenario.control.stop(Duration.ofSeconds(20));
                scenario.pave.unblockReplies();
              });

          scenario.run().assertBalanced();

          assertThat(scenario.ending()).isEqualTo(Ending.Kind.STOPPED);
          assertThat(scenario.count(Outcome.REMOVED)).isEqualTo(scenario.pave.deletes());
          assertThat(scenario.tables.audit).hasSize(4);
        });
  }

  @Test
  void stopKeepsAttemptedClaimsOpen() {
    Scenario.each(
        scenario -> {
          scenario.track(20);
          scenario.pave.answerDeletes(key -> error());
          scenario.duringRun(
              () -> {
                scenario.until(
                    () -> scenario.stats().deletes().of(DeleteCalls.Result.RETRIED) >= 20);
                scenario.control.stop(Duration.ofSeconds(20));
              });

          scenario.run();

          assertThat(scenario.open())
              .hasSize(20)
              .allSatisfy(row -> assertThat(row.attempts).isPositive());
        });
  }

  @Test
  void runReturnsAfterTheGracePeriodAlthoughCallsHang() {
    Scenario.each(
        scenario -> {
          scenario.track(20);
          scenario.settings.maxInFlight = 4;
          scenario.pave.blockReplies(Scenario.keys(20));
          AtomicLong took = new AtomicLong();
          scenario.duringRun(
              () -> {
                scenario.until(() -> scenario.pave.deletes() == 4);
                long stopped = scenario.now();
                scenario.control.stop(Duration.ofSeconds(20));
                scenario.untilOver();
                took.set(scenario.now() - stopped);
                scenario.pave.unblockReplies();
              });

          scenario.run();

          assertThat(Duration.ofNanos(took.get()))
              .isBetween(Duration.ofSeconds(20), Duration.ofMillis(20_100));
          assertThat(scenario.open())
              .hasSize(4)
              .allSatisfy(row -> assertThat(row.unanswered).isEqualTo(1));
        });
  }

  @Test
  void claimsThatArriveAfterTheEndAreReleased() {
    Scenario.each(
        scenario -> {
          scenario.track(200);
          scenario.afterClaim(() -> scenario.control.end(Ending.Kind.TIME_BUDGET, "used up"));

          scenario.run().assertBalanced();

          assertThat(scenario.tables.audit).isEmpty();
          assertThat(scenario.pave.log()).isEmpty();
        });
  }

  @Test
  void cancelledRunEndsAtOnce() {
    Scenario.each(
        scenario -> {
          scenario.track(100);
          scenario.afterClaim(() -> scenario.state(RunState.CANCELLED));

          scenario.run();

          assertThat(scenario.ending()).isEqualTo(Ending.Kind.CANCELLED);
          assertThat(scenario.open()).isEmpty();
          assertThat(scenario.pave.log()).isEmpty();
        });
  }

  @Test
  void runTakenOverByAnotherProcessIsNotContinued() {
    Scenario.each(
        scenario -> {
          scenario.track(100);
          scenario.duringRun(
              () -> {
                scenario.until(() -> scenario.pave.deletes() >= 10);
                scenario.tables.runs.getFirst().process = 99;
              });

          scenario.run();

          assertThat(scenario.ending()).isEqualTo(Ending.Kind.UNAVAILABLE);
          assertThat(scenario.reason()).contains("another process took over this run");
          assertThat(scenario.pave.log()).hasSizeLessThan(100);
        });
  }

  @Test
  void programErrorEndsTheRun() {
    Scenario.each(
        scenario -> {
          scenario.track(100);
          scenario.pave.answerDeletes(
              key -> {
                throw new IllegalStateException("no such reply");
              });

          scenario.run();

          assertThat(scenario.ending()).isEqualTo(Ending.Kind.FAULT);
          assertThat(scenario.reason()).contains("no such reply");
        });
  }

  @Test
  void stalledClaimsOfOthersAreNotWaitedForForever() {
    Scenario.each(
        scenario -> {
          scenario.track(5);
          int other = scenario.tables.newProcess();
          scenario.orphan(9, "K004", 0, 0).claimedBy = other;
          scenario.orphan(9, "K005", 0, 0).claimedBy = other;

          scenario.run();

          assertThat(scenario.ending()).isEqualTo(Ending.Kind.UNAVAILABLE);
          assertThat(scenario.reason()).contains("2 claims", "open-claims");
          assertThat(scenario.count(Outcome.REMOVED)).isEqualTo(3);
        });
  }
}
