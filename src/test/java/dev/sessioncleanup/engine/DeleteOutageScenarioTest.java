package dev.sessioncleanup.engine;

import static dev.sessioncleanup.engine.Replies.noReply;
import static dev.sessioncleanup.engine.Replies.removed;
import static dev.sessioncleanup.engine.Replies.throttled;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sessioncleanup.ledger.Outcome;
import dev.sessioncleanup.pave.Reply;
import dev.sessioncleanup.runs.Ending;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** PAVE answers GET, but no DELETE, or throttles each DELETE. */
class DeleteOutageScenarioTest {
  @ParameterizedTest
  @CsvSource({"1,false", "4,false", "32,false", "1,true", "32,true"})
  void sessionsAreNotChargedAndFewDeletesAreSent(int maxInFlight, boolean live) {
    Scenario.each(
        5,
        scenario -> {
          scenario.track(80);
          scenario.settings.maxInFlight = maxInFlight;
          scenario.settings.live = live;
          scenario.pave.answerDeletes(key -> noReply());

          assertUnavailableWithoutCharges(scenario);
        });
  }

  @ParameterizedTest
  @CsvSource({"1,1,false", "32,1,false", "32,7,false", "32,0,false", "4,1,true"})
  void throttledDeletesChargeNoSession(int maxInFlight, int seconds, boolean live) {
    Scenario.each(
        5,
        scenario -> {
          scenario.track(80);
          scenario.settings.maxInFlight = maxInFlight;
          scenario.settings.live = live;
          Reply.OfDelete wait = throttled(seconds == 0 ? null : Duration.ofSeconds(seconds));
          scenario.pave.answerDeletes(key -> wait);

          assertUnavailableWithoutCharges(scenario);
        });
  }

  @Test
  void allSessionsAreRemovedAfterAnOutage() {
    Scenario.each(
        scenario -> {
          scenario.track(100);
          scenario.settings.maxAttempts = 1;
          AtomicBoolean outage = new AtomicBoolean();
          scenario.pave.answerDeletes(key -> outage.get() ? noReply() : removed());
          scenario.duringRun(
              () -> {
                scenario.until(() -> scenario.pave.deletes() >= 20);
                outage.set(true);
                scenario.pass(Duration.ofSeconds(10));
                outage.set(false);
              });

          scenario.run().assertComplete();

          assertThat(scenario.count(Outcome.REMOVED)).isEqualTo(100);
          assertThat(scenario.pave.deletes()).isLessThan(100 + 32 + 15);
        });
  }

  @Test
  void badSessionsAtTheEndOfTheRunFail() {
    Scenario.each(
        scenario -> {
          scenario.track(60);
          scenario.settings.unavailableAfter = Duration.ofMinutes(2);
          scenario.pave.answerDeletes(bad(key -> key.compareTo("K040") > 0, noReply()));

          scenario.run().assertComplete();

          assertThat(scenario.count(Outcome.REMOVED)).isEqualTo(40);
          assertThat(scenario.count(Outcome.FAILED)).isEqualTo(20);
        });
  }

  @Test
  void badSessionsAtTheBeginningOfTheRunBlockNoOthers() {
    Scenario.each(
        scenario -> {
          scenario.track(100);
          scenario.settings.maxInFlight = 4;
          scenario.pave.answerDeletes(
              bad(key -> key.compareTo("K020") <= 0, throttled(Duration.ofSeconds(1))));

          scenario.run().assertComplete();

          assertThat(scenario.count(Outcome.REMOVED)).isEqualTo(80);
          assertThat(scenario.count(Outcome.FAILED)).isEqualTo(20);
        });
  }

  /** Whether DELETE or these sessions are the cause cannot be known, so the attempts decide. */
  @ParameterizedTest
  @ValueSource(ints = {1, 4, 7})
  void fewSessionsFailAfterABoundedNumberOfAttempts(int sessions) {
    Scenario.each(
        scenario -> {
          scenario.track(sessions);
          scenario.settings.unavailableAfter = Duration.ofHours(2);
          scenario.pave.answerDeletes(key -> noReply());

          scenario.run().assertComplete();

          assertThat(scenario.count(Outcome.FAILED)).isEqualTo(sessions);
          assertThat(scenario.pave.deletes()).isLessThanOrEqualTo(16L * sessions);
        });
  }

  private static void assertUnavailableWithoutCharges(Scenario scenario) {
    scenario.run();

    assertThat(scenario.ending()).isEqualTo(Ending.Kind.UNAVAILABLE);
    assertThat(scenario.reason())
        .contains("PAVE answers GET, but gave no recognised reply to a DELETE");
    assertThat(scenario.count(Outcome.FAILED)).isZero();
    assertThat(scenario.open()).allSatisfy(row -> assertThat(row.failures).isZero());
    assertThat(scenario.pave.deletes()).isBetween(5L, 32L + 20);
  }

  private static Function<String, Reply.OfDelete> bad(
      Predicate<String> which, Reply.OfDelete reply) {
    return key -> which.test(key) ? reply : removed();
  }
}
