package dev.sessioncleanup.engine;

import static dev.sessioncleanup.engine.Replies.error;
import static dev.sessioncleanup.engine.Replies.missing;
import static dev.sessioncleanup.engine.Replies.noReply;
import static dev.sessioncleanup.engine.Replies.removed;
import static dev.sessioncleanup.engine.Replies.started;
import static dev.sessioncleanup.engine.Replies.throttled;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sessioncleanup.ledger.Outcome;
import dev.sessioncleanup.runs.DeleteCalls;
import dev.sessioncleanup.runs.Ending;
import dev.sessioncleanup.settings.CleanupProperties;
import dev.sessioncleanup.simulation.SimulatedTables.AuditRow;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class OutcomeScenarioTest {
  @Test
  void everyReplyIsRecordedWithItsOutcome() {
    Scenario.each(
        scenario -> {
          scenario.track("REMOVED", "STARTED", "MISSING");
          scenario.pave.answer("STARTED", started());
          scenario.pave.answer("MISSING", missing());

          scenario.run().assertComplete();

          assertThat(scenario.outcome("REMOVED")).isEqualTo(Outcome.REMOVED);
          assertThat(scenario.outcome("STARTED")).isEqualTo(Outcome.STARTED);
          assertThat(scenario.outcome("MISSING")).isEqualTo(Outcome.MISSING);
          assertThat(scenario.pave.log()).hasSize(3);
        });
  }

  @Test
  void manySessionsAreEachRemovedOnce() {
    Scenario.each(
        scenario -> {
          scenario.track(300).run().assertComplete();

          assertThat(scenario.count(Outcome.REMOVED)).isEqualTo(300);
          assertThat(scenario.pave.log()).hasSize(300).doesNotHaveDuplicates();
        });
  }

  @Test
  void missingAfterALostReplyIsInferredToBeRemoved() {
    Scenario.each(
        scenario -> {
          scenario.track("KEY", "OTHER");
          scenario.pave.answer("KEY", noReply(), missing());

          scenario.run().assertComplete();

          assertThat(scenario.outcome("KEY")).isEqualTo(Outcome.REMOVED);
          assertThat(scenario.row("KEY").inferred).isTrue();
        });
  }

  @Test
  void missingAfterADoubtOfAnEarlierRunIsInferredToBeRemoved() {
    Scenario.each(
        scenario -> {
          scenario.track("KEY");
          AuditRow earlier = scenario.orphan(0, "KEY", 1, 1);
          earlier.outcome = Outcome.FAILED;
          scenario.pave.answer("KEY", missing());

          scenario.run().assertComplete();

          assertThat(scenario.outcome("KEY")).isEqualTo(Outcome.REMOVED);
          assertThat(scenario.row("KEY").inferred).isTrue();
        });
  }

  @Test
  void missingAfterAThrottledDeleteIsMissing() {
    Scenario.each(
        scenario -> {
          scenario.track("KEY");
          scenario.pave.answer("KEY", throttled(Duration.ofSeconds(1)), missing());

          scenario.run().assertComplete();

          assertThat(scenario.outcome("KEY")).isEqualTo(Outcome.MISSING);
          assertThat(scenario.row("KEY").inferred).isFalse();
        });
  }

  @Test
  void sessionWhoseAttemptsAreUsedUpFails() {
    Scenario.each(
        scenario -> {
          scenario.track("KEY", "OTHER");
          scenario.pave.answer("KEY", error(), error(), error(), error(), error(), removed());

          scenario.run().assertComplete();

          assertThat(scenario.outcome("KEY")).isEqualTo(Outcome.FAILED);
          assertThat(scenario.pave.deletesOf("KEY")).isEqualTo(5);
          assertThat(scenario.row("KEY").unanswered).isEqualTo(5);
          assertThat(scenario.stats().deletes().of(DeleteCalls.Result.RETRIED)).isEqualTo(5);
        });
  }

  @Test
  void orphanIsTakenOverWithItsDoubt() {
    Scenario.each(
        scenario -> {
          scenario.track("ORPHAN");
          scenario.orphan(3, "ORPHAN", 1, 1);
          scenario.pave.answer("ORPHAN", missing());

          scenario.run().assertComplete();

          assertThat(scenario.outcome("ORPHAN")).isEqualTo(Outcome.REMOVED);
          assertThat(scenario.row("ORPHAN").inferred).isTrue();
        });
  }

  @Test
  void tooManyMissingSessionsOpenTheCircuitBreaker() {
    Scenario.each(
        scenario -> {
          scenario.track(100);
          scenario.settings.breaker = new CleanupProperties.Breaker(50, 0.5, 0.5);
          scenario.pave.answerDeletes(key -> missing());

          scenario.run();

          assertThat(scenario.ending()).isEqualTo(Ending.Kind.BREAKER);
          assertThat(scenario.reason()).contains("PAVE does not know 10 of the last 10 sessions");
          assertThat(scenario.engine().inFlight().outstanding()).isZero();
        });
  }
}
