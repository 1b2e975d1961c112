package dev.sessioncleanup.engine;

import static dev.sessioncleanup.engine.Replies.accepted;
import static dev.sessioncleanup.engine.Replies.noReply;
import static dev.sessioncleanup.engine.Replies.removed;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sessioncleanup.ledger.Outcome;
import dev.sessioncleanup.runs.Ending;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Whether calls without a reply end the run, cost the session an attempt, or do neither. */
class OutageScenarioTest {
  @Test
  void outageThatEndsBeforeTheFirstProbeCostsNoAttempts() {
    Scenario.each(
        200,
        scenario -> {
          scenario.track(100);
          scenario.settings.maxAttempts = 1;
          AtomicInteger unanswered = new AtomicInteger();
          scenario.pave.answerDeletes(
              key -> {
                boolean outage = scenario.pave.deletes() > 20 && scenario.pave.probes() == 0;
                unanswered.addAndGet(outage ? 1 : 0);
                return outage ? noReply() : removed();
              });

          scenario.run().assertComplete();

          assertThat(scenario.count(Outcome.REMOVED)).isEqualTo(100);
          assertThat(unanswered.get()).isBetween(5, 20 + scenario.settings.maxInFlight);
          assertThat(scenario.pave.deletes()).isEqualTo(100 + unanswered.get());
        });
  }

  @Test
  void fullOutageCostsNoAttemptsAndEndsTheRun() {
    Scenario.each(
        scenario -> {
          scenario.track(40);
          scenario.pave.answerNothing(Replies::unreachable);

          scenario.run();

          assertThat(scenario.ending()).isEqualTo(Ending.Kind.UNAVAILABLE);
          assertThat(scenario.reason()).contains("connection refused", "cleanup.unavailable-after");
          assertThat(scenario.count(Outcome.FAILED)).isZero();
          assertThat(scenario.open())
              .allSatisfy(
                  row -> {
                    assertThat(row.failures).isZero();
                    assertThat(row.unanswered).isZero(); // nothing was sent
                  });
        });
  }

  @Test
  void outageWithOneSessionLeftCostsItNoAttempt() {
    Scenario.each(
        scenario -> {
          scenario.track("KEY", "LAST");
          scenario.settings.maxInFlight = 1;
          AtomicBoolean outage = new AtomicBoolean();
          scenario.pave.answerDeletes(key -> outage.getAndSet(true) ? noReply() : removed());
          scenario.pave.answerProbes(() -> noReply());

          scenario.run();

          assertThat(scenario.ending()).isEqualTo(Ending.Kind.UNAVAILABLE);
          assertThat(scenario.count(Outcome.REMOVED)).isEqualTo(1);
          assertThat(scenario.open())
              .singleElement()
              .satisfies(row -> assertThat(row.failures).isZero());
          assertThat(scenario.pave.probes()).isPositive();
        });
  }

  @Test
  void paveThatNeverGaveAnyReplyIsUnavailable() {
    Scenario.each(
        scenario -> {
          scenario.track("ONLY");
          scenario.pave.answerNothing(Replies::noReply);

          scenario.run();

          assertThat(scenario.ending()).isEqualTo(Ending.Kind.UNAVAILABLE);
          assertThat(scenario.row("ONLY").failures).isZero();
          assertThat(scenario.pave.probes()).isPositive();
        });
  }

  @Test
  void outageIsProbedByOneCallAtATime() {
    Scenario.each(
        scenario -> {
          scenario.track(200);
          scenario.settings.maxInFlight = 4;
          AtomicBoolean outage = new AtomicBoolean();
          AtomicInteger unanswered = new AtomicInteger();
          scenario.pave.answerDeletes(
              key -> {
                unanswered.addAndGet(outage.get() ? 1 : 0);
                return outage.get() ? noReply() : removed();
              });
          scenario.pave.answerProbes(() -> outage.get() ? noReply() : accepted());
          scenario.duringRun(
              () -> {
                scenario.until(() -> scenario.pave.deletes() >= 20);
                outage.set(true);
                scenario.pass(Duration.ofSeconds(10));
                assertThat(unanswered.get()).as("DELETEs before it was found out").isBetween(1, 9);
                assertThat(scenario.pave.probes()).isBetween(2L, 10L);
                outage.set(false);
              });

          scenario.run().assertComplete();

          assertThat(scenario.count(Outcome.REMOVED)).isEqualTo(200);
        });
  }

  @Test
  void unansweredDeletesEndTheRunEvenWhenProbesAreAnswered() {
    Scenario.each(
        scenario -> {
          scenario.track(100);
          scenario.settings.maxAttempts = 100;
          scenario.pave.answerDeletes(key -> noReply());

          scenario.run();

          assertThat(scenario.ending()).isEqualTo(Ending.Kind.UNAVAILABLE);
          assertThat(scenario.reason())
              .contains("PAVE answers GET, but gave no recognised reply to a DELETE");
          assertThat(scenario.count(Outcome.FAILED)).isZero();
        });
  }
}
