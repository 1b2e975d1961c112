package dev.sessioncleanup.engine;

import static dev.sessioncleanup.engine.Replies.noReply;
import static dev.sessioncleanup.engine.Replies.removed;
import static dev.sessioncleanup.engine.Replies.throttled;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sessioncleanup.ledger.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** PAVE asks to slow down. */
class ThrottleScenarioTest {
  @Test
  void throttlingOfAllCallsCostsNoAttempts() {
    Scenario.each(
        scenario -> {
          scenario.track("KEY");
          var wait = throttled(Duration.ofSeconds(2));
          scenario.pave.answer("KEY", wait, wait, wait, wait, wait, wait, removed());
          scenario.pave.answerProbes(() -> wait);

          scenario.run().assertComplete();

          assertThat(scenario.outcome("KEY")).isEqualTo(Outcome.REMOVED);
          assertThat(scenario.row("KEY").failures).isZero();
          assertThat(scenario.row("KEY").unanswered).isZero();
          assertThat(scenario.stats().throttled()).isEqualTo(6);
        });
  }

  @Test
  void throttledClaimGoesToTheBackOfTheQueue() {
    Scenario.each(
        scenario -> {
          scenario.track(5);
          scenario.settings.maxInFlight = 1;
          scenario.pave.answerDeletes(
              key -> scenario.pave.deletes() == 1 ? throttled(Duration.ofSeconds(2)) : removed());

          scenario.run().assertComplete();

          assertThat(scenario.pave.log()).hasSize(6);
          assertThat(scenario.pave.log().getLast()).isEqualTo(scenario.pave.log().getFirst());
        });
  }

  @Test
  void singleThrottledSessionFailsAndBlocksNoOthers() {
    Scenario.each(
        scenario -> {
          scenario.track(40);
          scenario.pave.answerDeletes(
              key -> key.equals("K001") ? throttled(Duration.ofSeconds(1)) : removed());

          scenario.run().assertComplete();

          assertThat(scenario.outcome("K001")).isEqualTo(Outcome.FAILED);
          assertThat(scenario.row("K001").detail).contains("429");
          assertThat(scenario.count(Outcome.REMOVED)).isEqualTo(39);
          // A throttle costs an attempt if another call was answered since the last throttle.
          assertThat(scenario.pave.deletesOf("K001")).isBetween(6L, 16L);
        });
  }

  @Test
  void nothingIsSentDuringTheWaitThatPaveAskedFor() {
    Scenario.each(
        scenario -> {
          scenario.track(300);
          AtomicLong until = new AtomicLong();
          AtomicInteger calls = new AtomicInteger();
          List<Long> during = new ArrayList<>();
          scenario.database.after(
              "slowDown", () -> until.set(scenario.now() + Duration.ofSeconds(5).toNanos()));
          scenario.pave.answerDeletes(
              key -> {
                // A slot that was granted before is at most 100 ms ahead.
                long left = until.get() - scenario.now();
                if (left > 0 && left < Duration.ofMillis(4850).toNanos()) {
                  during.add(left);
                }
                return calls.incrementAndGet() == 50 ? throttled(Duration.ofSeconds(5)) : removed();
              });

          scenario.run().assertComplete();

          assertThat(during).isEmpty();
          assertThat(scenario.count(Outcome.REMOVED)).isEqualTo(300);
          assertThat(scenario.database.count("slowDown")).isEqualTo(1);
        });
  }

  @Test
  void throttledProbeReducesThePaceToo() {
    Scenario.each(
        scenario -> {
          scenario.track(40);
          scenario.pave.answerDeletes(key -> key.endsWith("5") ? noReply() : removed());
          scenario.pave.answerProbe(throttled(Duration.ofSeconds(3)));

          scenario.run().assertComplete();

          assertThat(scenario.count(Outcome.REMOVED)).isEqualTo(36);
          assertThat(scenario.database.count("slowDown"))
              .isEqualTo(scenario.pave.probes() > 0 ? 1 : 0);
        });
  }
}
