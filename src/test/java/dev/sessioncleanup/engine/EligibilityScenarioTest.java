package dev.sessioncleanup.engine;

import static dev.sessioncleanup.engine.Replies.error;
import static dev.sessioncleanup.engine.Replies.found;
import static dev.sessioncleanup.engine.Replies.missing;
import static dev.sessioncleanup.engine.Replies.noReply;
import static dev.sessioncleanup.engine.Replies.removed;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sessioncleanup.ledger.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sessions that change between the claim and the call. */
class EligibilityScenarioTest {
  @Test
  void sessionOnHoldOrNoLongerIdleIsNotSent() {
    Scenario.each(
        scenario -> {
          scenario.track("HELD", "NOT_IDLE", "KEY");
          scenario.afterClaim(
              () -> {
                scenario.tables.hold("HELD");
                scenario.tracked("NOT_IDLE").status = "STARTED";
              });

          scenario.run().assertComplete();

          assertThat(scenario.outcome("HELD")).isEqualTo(Outcome.HELD);
          assertThat(scenario.outcome("NOT_IDLE")).isEqualTo(Outcome.NOT_IDLE);
          assertThat(scenario.pave.log()).containsExactly("DELETE KEY");
        });
  }

  @Test
  void sessionThatIsTooYoungNowIsReleased() {
    Scenario.each(
        scenario -> {
          scenario.track("YOUNG", "KEY");
          scenario.afterClaim(() -> scenario.tracked("YOUNG").createdAt = scenario.tables.clock());

          scenario.run().assertComplete();

          assertThat(scenario.tables.rowsOf("YOUNG")).isEmpty();
          assertThat(scenario.pave.log()).containsExactly("DELETE KEY");
        });
  }

  @Test
  void sessionOfAnotherAccountIsReleased() {
    Scenario.each(
        scenario -> {
          scenario.track("OTHER", "KEY");
          scenario.afterClaim(() -> scenario.tracked("OTHER").account = "other");

          scenario.run().assertComplete();

          assertThat(scenario.tables.rowsOf("OTHER")).isEmpty();
          assertThat(scenario.pave.log()).containsExactly("DELETE KEY");
        });
  }

  @Test
  void sessionThatChangesItsAccountAfterAnAttemptFails() {
    Scenario.each(
        scenario -> {
          scenario.track("OTHER", "KEY");
          scenario.pave.answerDeletes(
              key -> {
                scenario.tracked(key).account = "other";
                return key.equals("OTHER") ? error() : removed();
              });

          scenario.run().assertComplete();

          assertThat(scenario.outcome("OTHER")).isEqualTo(Outcome.FAILED);
          assertThat(scenario.row("OTHER").detail).contains("another account");
          assertThat(scenario.pave.deletesOf("OTHER")).isEqualTo(1);
        });
  }

  @Test
  void claimOfAnotherProcessIsDropped() {
    Scenario.each(
        scenario -> {
          scenario.track("LOST", "KEY");
          scenario.afterClaim(
              () -> {
                if (scenario.pave.log().isEmpty()) {
                  scenario.row("LOST").claimedBy =
                      99; // that process is dead: the claim is taken over later
                }
              });

          scenario.run().assertComplete();

          assertThat(scenario.count(Outcome.REMOVED)).isEqualTo(2);
          assertThat(scenario.pave.log()).containsExactlyInAnyOrder("DELETE LOST", "DELETE KEY");
        });
  }

  /**
   * The tracking application may have received the webhook of our own DELETE, whose reply was lost.
   */
  @ParameterizedTest
  @CsvSource({
    // status by GET, outcome, inferred
    "404, REMOVED, true",
    "STARTED, NOT_IDLE, false",
    "EXPIRED, NOT_IDLE, false",
    "IDLE, NOT_IDLE, true",
    "PONDERING, FAILED, false"
  })
  void trackedRowThatChangesWhileADeleteIsUnansweredLeadsToAGet(
      String says, Outcome outcome, boolean inferred) {
    Scenario.each(
        scenario -> {
          scenario.track("KEY");
          loseReplyAndStopTracking(scenario);
          scenario.pave.answerLookUp("KEY", says.equals("404") ? missing() : found(says));

          scenario.run().assertComplete();

          assertThat(scenario.outcome("KEY")).isEqualTo(outcome);
          assertThat(scenario.row("KEY").inferred).isEqualTo(inferred);
          assertThat(scenario.pave.logOf("KEY")).containsExactly("DELETE KEY", "GET KEY");
        });
  }

  @Test
  void doubtThatNoGetResolvesStaysOpen() {
    Scenario.each(
        scenario -> {
          scenario.track("KEY", "OTHER");
          loseReplyAndStopTracking(scenario);
          scenario.pave.answerLookUps(key -> error());

          scenario.run();

          assertThat(scenario.ending()).isNull();
          assertThat(scenario.outcome("OTHER")).isEqualTo(Outcome.REMOVED);
          assertThat(scenario.outcome("KEY")).isNull();
          assertThat(scenario.row("KEY").unanswered).isEqualTo(1);
          assertThat(scenario.pave.deletesOf("KEY")).isEqualTo(1);
        });
  }

  @Test
  void liveVerifiesBeforeEachDelete() {
    Scenario.each(
        scenario -> {
          scenario.track("IDLE", "COMPLETE", "GONE", "NEW_STATUS");
          scenario.settings.live = true;
          scenario.pave.answer("IDLE", error(), removed());
          scenario.pave.answerLookUp("COMPLETE", found("COMPLETE"));
          scenario.pave.answerLookUp("GONE", missing());
          scenario.pave.answerLookUp("NEW_STATUS", found("PONDERING"));

          scenario.run().assertComplete();

          assertThat(scenario.pave.logOf("IDLE"))
              .containsExactly("GET IDLE", "DELETE IDLE", "GET IDLE", "DELETE IDLE");
          assertThat(scenario.outcome("COMPLETE")).isEqualTo(Outcome.NOT_IDLE);
          assertThat(scenario.outcome("GONE")).isEqualTo(Outcome.MISSING);
          assertThat(scenario.outcome("NEW_STATUS")).isEqualTo(Outcome.FAILED);
          assertThat(scenario.row("NEW_STATUS").detail).contains("PONDERING");
          assertThat(scenario.tracked("NEW_STATUS").settled).isFalse();
          assertThat(scenario.pave.deletes()).isEqualTo(2);
        });
  }

  @Test
  void missingRightAfterGetReturnedIdleIsInferredToBeRemoved() {
    Scenario.each(
        scenario -> {
          scenario.track("KEY");
          scenario.settings.live = true;
          scenario.pave.answer("KEY", missing());

          scenario.run().assertComplete();

          assertThat(scenario.outcome("KEY")).isEqualTo(Outcome.REMOVED);
          assertThat(scenario.row("KEY").inferred).isTrue();
          assertThat(scenario.row("KEY").unanswered).isZero();
        });
  }

  private static void loseReplyAndStopTracking(Scenario scenario) {
    scenario.pave.answerDeletes(
        key -> {
          if (!key.equals("KEY")) {
            return removed();
          }
          scenario.tables.tracked.remove("KEY");
          return noReply();
        });
  }
}
