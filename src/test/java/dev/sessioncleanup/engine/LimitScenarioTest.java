package dev.sessioncleanup.engine;

import static dev.sessioncleanup.engine.Replies.error;
import static dev.sessioncleanup.engine.Replies.removed;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sessioncleanup.runs.Ending;
import org.junit.jupiter.api.Test;

/** The maximum number of sessions that a run sends and claims. */
class LimitScenarioTest {
  @Test
  void limitCountsSessionsSent() {
    Scenario.each(
        scenario -> {
          scenario.track(50);
          scenario.settings.limit = 10;
          scenario.pave.answer("K003", error(), removed());
          scenario.afterClaim(
              () -> {
                scenario.tables.hold("K001");
                scenario.tracked("K002").status = "STARTED";
              });

          scenario.run().assertBalanced();

          assertThat(scenario.ending()).isEqualTo(Ending.Kind.LIMIT);
          assertThat(scenario.pave.log().stream().distinct()).hasSize(10);
          assertThat(scenario.pave.deletes()).isEqualTo(11);
          assertThat(scenario.engine().inFlight().sentSessions()).isEqualTo(10);
        });
  }

  @Test
  void limitAppliesWhenTheReplyToTheClaimIsLost() {
    Scenario.each(
        scenario -> {
          scenario.track(50);
          scenario.settings.limit = 10;
          scenario.database.loseReplyTo("claim");

          scenario.run().assertBalanced();

          assertThat(scenario.ending()).isEqualTo(Ending.Kind.LIMIT);
          assertThat(scenario.pave.deletes()).isEqualTo(10);
        });
  }

  @Test
  void runWithALimitEqualToTheBacklogCompletes() {
    Scenario.each(
        scenario -> {
          scenario.track(10);
          scenario.settings.limit = 10;

          scenario.run().assertComplete();

          assertThat(scenario.pave.deletes()).isEqualTo(10);
        });
  }

  @Test
  void maximumAppliesWhenTheReplyToTheClaimIsLost() {
    Scenario.each(
        scenario -> {
          scenario.track(50);
          scenario.settings.maxCount = 10;
          scenario.database.loseReplyTo("claim");

          scenario.run().assertBalanced();

          assertThat(scenario.ending()).isEqualTo(Ending.Kind.GUARD);
          assertThat(scenario.pave.deletes()).isEqualTo(10);
        });
  }

  @Test
  void takenOverClaimsCountTowardTheMaximum() {
    Scenario.each(
        scenario -> {
          scenario.track(10);
          orphans(scenario, 3, 5, 0);
          scenario.settings.maxCount = 8;

          scenario.run().assertBalanced();

          assertThat(scenario.ending()).isEqualTo(Ending.Kind.GUARD);
          assertThat(scenario.pave.deletes()).isEqualTo(8);
        });
  }

  @Test
  void orphansBeyondTheMaximumEndTheRun() {
    Scenario.each(
        scenario -> {
          orphans(scenario, 3, 12, 0);
          scenario.settings.maxCount = 10;

          scenario.run();

          assertThat(scenario.ending()).isEqualTo(Ending.Kind.GUARD);
          assertThat(scenario.reason()).contains("10 sessions were claimed", "2 are left");
          assertThat(scenario.pave.deletes()).isEqualTo(10);
          assertThat(scenario.open()).hasSize(2);
        });
  }

  @Test
  void claimsOfTheSameRunAreNotCountedTwice() {
    Scenario.each(
        scenario -> {
          orphans(scenario, Scenario.RUN, 3, 0);
          scenario.settings.maxCount = 3;
          scenario.settings.claimedBefore = 3;

          scenario.run().assertComplete();

          assertThat(scenario.pave.deletes()).isEqualTo(3);
        });
  }

  @Test
  void maximumAppliesWhenTheReplyToTheTakeOverIsLost() {
    Scenario.each(
        scenario -> {
          orphans(scenario, 3, 12, 0);
          scenario.settings.maxCount = 10;
          scenario.database.loseReplyTo("takeOver");

          scenario.run();

          assertThat(scenario.ending()).isEqualTo(Ending.Kind.GUARD);
          assertThat(scenario.pave.deletes()).isEqualTo(10);
        });
  }

  @Test
  void attemptedClaimsBeyondTheMaximumStayOpen() {
    Scenario.each(
        scenario -> {
          orphans(scenario, 3, 12, 1);
          scenario.settings.maxCount = 10;
          scenario.database.loseReplyTo("takeOver");

          scenario.run();

          assertThat(scenario.ending()).isEqualTo(Ending.Kind.GUARD);
          assertThat(scenario.pave.deletes()).isEqualTo(10);
          assertThat(scenario.open()).hasSize(2);
        });
  }

  private static void orphans(Scenario scenario, long run, int count, int attempts) {
    for (int i = 0; i < count; i++) {
      scenario.track("ORPHAN" + i);
      scenario.orphan(run, "ORPHAN" + i, attempts, attempts);
    }
  }
}
