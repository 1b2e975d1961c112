package dev.sessioncleanup.engine;

import static dev.sessioncleanup.engine.Replies.expired;
import static dev.sessioncleanup.engine.Replies.found;
import static dev.sessioncleanup.engine.Replies.missing;
import static dev.sessioncleanup.engine.Replies.removed;
import static dev.sessioncleanup.engine.Replies.throttled;
import static dev.sessioncleanup.engine.Replies.unexpected;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sessioncleanup.ledger.Outcome;
import dev.sessioncleanup.runs.Ending;
import dev.sessioncleanup.settings.CleanupProperties;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** DELETE gets a reply that PAVE does not document: a GET decides the outcome. */
class UndocumentedReplyScenarioTest {
  @ParameterizedTest
  @ValueSource(
      strings = {"EXPIRED", "STARTED", "PROCESS", "COMPLETE", "INVALID", "WAITING CONFIRM"})
  void statusBeyondIdleIsNotIdleAndSettled(String status) {
    Scenario.each(
        scenario -> {
          scenario.track("KEY");
          scenario.pave.answer("KEY", expired());
          scenario.pave.answerLookUp("KEY", found(status));

          scenario.run().assertComplete();

          assertThat(scenario.pave.log()).containsExactly("DELETE KEY", "GET KEY");
          assertThat(scenario.outcome("KEY")).isEqualTo(Outcome.NOT_IDLE);
          assertThat(scenario.row("KEY").inferred).isFalse();
          assertThat(scenario.row("KEY").detail)
              .contains("has already expired", "status " + status);
          assertThat(scenario.tracked("KEY").settled).isTrue();
        });
  }

  @Test
  void throttledLookUpIsRepeatedAndNotTheDelete() {
    Scenario.each(
        scenario -> {
          scenario.track("KEY");
          scenario.pave.answer("KEY", expired());
          scenario.pave.answerLookUp("KEY", throttled(Duration.ofSeconds(1)), found("EXPIRED"));

          scenario.run().assertComplete();

          assertThat(scenario.pave.deletesOf("KEY")).isOne();
          assertThat(scenario.outcome("KEY")).isEqualTo(Outcome.NOT_IDLE);
          assertThat(scenario.row("KEY").detail).contains("has already expired", "status EXPIRED");
        });
  }

  @Test
  void missingIsInDoubtBecauseOfTheDelete() {
    Scenario.each(
        scenario -> {
          scenario.track("KEY");
          scenario.pave.answer("KEY", expired());
          scenario.pave.answerLookUp("KEY", missing());

          scenario.run().assertComplete();

          assertThat(scenario.pave.log()).containsExactly("DELETE KEY", "GET KEY");
          assertThat(scenario.outcome("KEY")).isEqualTo(Outcome.REMOVED);
          assertThat(scenario.row("KEY").inferred).isTrue();
        });
  }

  @Test
  void idleSessionIsRetriedAndFailsWithPavesMessage() {
    Scenario.each(
        scenario -> {
          scenario.track("KEY");
          scenario.settings.maxAttempts = 2;
          scenario.pave.answerDeletes(key -> expired());

          scenario.run().assertComplete();

          assertThat(scenario.pave.log())
              .containsExactly("DELETE KEY", "GET KEY", "DELETE KEY", "GET KEY");
          assertThat(scenario.outcome("KEY")).isEqualTo(Outcome.FAILED);
          assertThat(scenario.row("KEY").detail)
              .contains("all 2 attempts failed", "has already expired");
          assertThat(scenario.tracked("KEY").settled).isFalse();
        });
  }

  @Test
  void statusThatPaveDoesNotDocumentFails() {
    Scenario.each(
        scenario -> {
          scenario.track("KEY", "OTHER");
          scenario.pave.answer("KEY", expired());
          scenario.pave.answerLookUp("KEY", found("PONDERING"));

          scenario.run().assertComplete();

          assertThat(scenario.pave.logOf("KEY")).containsExactly("DELETE KEY", "GET KEY");
          assertThat(scenario.outcome("KEY")).isEqualTo(Outcome.FAILED);
          assertThat(scenario.row("KEY").detail).contains("has already expired", "PONDERING");
          assertThat(scenario.tracked("KEY").settled).isFalse();
        });
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 404, 500, 302})
  void inconclusiveGetCostsAnAttempt(int status) {
    Scenario.each(
        scenario -> {
          scenario.track("KEY");
          scenario.settings.maxAttempts = 2;
          scenario.pave.answerDeletes(key -> expired());
          scenario.pave.answerLookUps(key -> unexpected(status));

          scenario.run().assertComplete();

          assertThat(scenario.pave.log())
              .containsExactly("DELETE KEY", "GET KEY", "DELETE KEY", "GET KEY");
          assertThat(scenario.outcome("KEY")).isEqualTo(Outcome.FAILED);
          assertThat(scenario.row("KEY").detail).contains(status + " without PAVE's words");
        });
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 404, 405, 409, 410, 422})
  void otherClientErrorsAreFollowedByAGet(int status) {
    Scenario.each(
        scenario -> {
          scenario.track("KEY");
          scenario.pave.answer("KEY", unexpected(status), removed());

          scenario.run().assertComplete();

          assertThat(scenario.pave.log()).containsExactly("DELETE KEY", "GET KEY", "DELETE KEY");
        });
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 302, 408, 500, 502})
  void otherRepliesAreNotFollowedByAGet(int status) {
    Scenario.each(
        scenario -> {
          scenario.track("KEY");
          scenario.pave.answer("KEY", unexpected(status), removed());

          scenario.run().assertComplete();

          assertThat(scenario.pave.log()).containsExactly("DELETE KEY", "DELETE KEY");
        });
  }

  @Test
  void expiredSessionsDoNotOpenTheCircuitBreaker() {
    Scenario.each(
        scenario -> {
          scenario.track(100);
          scenario.settings.breaker = new CleanupProperties.Breaker(10, 0.1, 0.1);
          scenario.pave.answerDeletes(key -> expired());
          scenario.pave.answerLookUps(key -> found("EXPIRED"));

          scenario.run().assertComplete();

          assertThat(scenario.count(Outcome.NOT_IDLE)).isEqualTo(100);
        });
  }

  @Test
  void remainingUnexpectedRepliesOpenTheCircuitBreaker() {
    Scenario.each(
        scenario -> {
          scenario.track(100);
          scenario.settings.breaker = new CleanupProperties.Breaker(10, 0.4, 0.4);
          scenario.pave.answerDeletes(key -> expired());

          scenario.run();

          assertThat(scenario.ending()).isEqualTo(Ending.Kind.BREAKER);
          assertThat(scenario.reason()).contains("has already expired");
        });
  }
}
