package dev.sessioncleanup.engine;

import static dev.sessioncleanup.engine.Replies.removed;
import static dev.sessioncleanup.engine.Replies.throttled;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sessioncleanup.ledger.Outcome;
import dev.sessioncleanup.pave.Reply;
import dev.sessioncleanup.runs.Ending;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** PAVE throttles all calls repeatedly, or for longer than cleanup.unavailable-after. */
class LongWaitScenarioTest {
  @Test
  void paveThatOnlyThrottlesIsUnavailable() {
    Scenario.each(
        scenario -> {
          throttleAll(scenario, Duration.ofSeconds(1));
          scenario.track(40);
          long begun = scenario.now();

          scenario.run();

          assertThat(scenario.ending()).isEqualTo(Ending.Kind.UNAVAILABLE);
          assertThat(Duration.ofNanos(scenario.now() - begun))
              .isBetween(
                  ScenarioSettings.UNAVAILABLE_AFTER,
                  ScenarioSettings.UNAVAILABLE_AFTER.plusSeconds(15));
          assertThat(scenario.reason()).contains("The last call: 429");
          assertThat(scenario.open()).allSatisfy(row -> assertThat(row.failures).isZero());
        });
  }

  @Test
  void paveThatOnlyThrottlesIsUnavailableForTheLastSessionToo() {
    Scenario.each(
        scenario -> {
          throttleAll(scenario, Duration.ofSeconds(1));
          scenario.track("LAST");

          scenario.run();

          assertThat(scenario.ending()).isEqualTo(Ending.Kind.UNAVAILABLE);
          assertThat(scenario.row("LAST").failures).isZero();
        });
  }

  @Test
  void runEndsAfterTwoLongWaits() {
    Scenario.each(
        scenario -> {
          throttleAll(scenario, ScenarioSettings.UNAVAILABLE_AFTER.multipliedBy(2));
          scenario.track(5);
          scenario.settings.maxInFlight = 1;
          long begun = scenario.now();

          scenario.run();

          assertThat(scenario.ending()).isEqualTo(Ending.Kind.UNAVAILABLE);
          assertThat(Duration.ofNanos(scenario.now() - begun))
              .isGreaterThan(ScenarioSettings.UNAVAILABLE_AFTER.multipliedBy(4));
          assertThat(scenario.pave.log()).hasSizeBetween(3, 6);
        });
  }

  @Test
  void answerAfterALongWaitContinuesTheRun() {
    Scenario.each(
        scenario -> {
          scenario.track(5);
          scenario.settings.maxInFlight = 1;
          Reply.OfDelete later = throttled(ScenarioSettings.UNAVAILABLE_AFTER.multipliedBy(2));
          scenario.pave.answer("K001", later, removed());
          scenario.pave.answer("K002", later, later, removed());

          scenario.run().assertComplete();

          assertThat(scenario.count(Outcome.REMOVED)).isEqualTo(5);
        });
  }

  private static void throttleAll(Scenario scenario, Duration wait) {
    scenario.pave.answerDeletes(key -> throttled(wait));
    scenario.pave.answerProbes(() -> throttled(wait));
  }
}
