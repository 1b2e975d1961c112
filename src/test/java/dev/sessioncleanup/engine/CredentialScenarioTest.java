package dev.sessioncleanup.engine;

import static dev.sessioncleanup.engine.Replies.accepted;
import static dev.sessioncleanup.engine.Replies.refused;
import static dev.sessioncleanup.engine.Replies.removed;
import static dev.sessioncleanup.engine.Replies.unexpected;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sessioncleanup.ledger.Outcome;
import dev.sessioncleanup.runs.DeleteCalls;
import dev.sessioncleanup.runs.Ending;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** PAVE answers 401 or 403. */
class CredentialScenarioTest {
  @Test
  void refusedCredentialsSendNoOtherSession() {
    Scenario.each(
        scenario -> {
          scenario.track(100);
          scenario.pave.answerWithin(40); // while the first call goes alone
          scenario.pave.answerDeletes(key -> refused());
          scenario.pave.answerProbes(() -> refused());

          scenario.run();

          assertThat(scenario.ending()).isEqualTo(Ending.Kind.REFUSED);
          assertThat(scenario.reason()).contains("401 refused");
          assertThat(scenario.pave.deletes()).isEqualTo(1);
          assertThat(scenario.pave.probes()).isEqualTo(2);
          assertThat(scenario.open())
              .hasSize(1)
              .allSatisfy(row -> assertThat(row.unanswered).isZero());
        });
  }

  @Test
  void secondProbeIsSentSixSecondsAfterTheFirst() {
    Scenario.each(
        scenario -> {
          scenario.track("KEY");
          scenario.pave.answerDeletes(key -> refused());
          List<Long> probes = new ArrayList<>();
          scenario.pave.answerProbes(
              () -> {
                probes.add(scenario.now());
                return refused();
              });

          scenario.run();

          assertThat(probes).hasSize(2);
          assertThat(Duration.ofNanos(probes.get(1) - probes.get(0)))
              .isBetween(Duration.ofSeconds(6), Duration.ofMillis(6500));
        });
  }

  @Test
  void shortRefusalDoesNotEndTheRun() {
    Scenario.each(
        scenario -> {
          scenario.track(20);
          scenario.pave.answer("K001", refused(), removed());
          scenario.pave.answerProbe(refused());

          scenario.run().assertComplete();

          assertThat(scenario.count(Outcome.REMOVED)).isEqualTo(20);
          assertThat(scenario.stats().deletes().of(DeleteCalls.Result.RETRIED)).isEqualTo(1);
          assertThat(scenario.pave.probes()).isEqualTo(2);
        });
  }

  @Test
  void singleRefusedSessionFails() {
    Scenario.each(
        scenario -> {
          scenario.track("FORBIDDEN", "KEY");
          scenario.pave.answerDeletes(key -> key.equals("FORBIDDEN") ? refused() : removed());

          scenario.run().assertComplete();

          assertThat(scenario.outcome("FORBIDDEN")).isEqualTo(Outcome.FAILED);
          assertThat(scenario.outcome("KEY")).isEqualTo(Outcome.REMOVED);
          assertThat(scenario.pave.deletesOf("FORBIDDEN")).isEqualTo(5);
          assertThat(scenario.row("FORBIDDEN").unanswered).isZero();
          assertThat(scenario.pave.probes()).isEqualTo(5);
        });
  }

  @Test
  void noOtherCallIsMadeDuringAProbe() {
    Scenario.each(
        scenario -> {
          scenario.track(100);
          scenario.pave.answer("K030", refused(), removed());
          scenario.pave.answerProbe(refused());
          AtomicInteger atTheFirstProbe = new AtomicInteger();
          scenario.pave.answerProbes(
              () -> {
                assertThat(scenario.pave.log().size() - 1).isEqualTo(atTheFirstProbe.get());
                return accepted();
              });
          scenario.duringRun(
              () -> {
                scenario.until(() -> scenario.pave.probes() == 1);
                atTheFirstProbe.set(scenario.pave.log().size());
              });

          scenario.run().assertComplete();

          assertThat(scenario.count(Outcome.REMOVED)).isEqualTo(100);
        });
  }

  @Test
  void inconclusiveProbesNeedASecondRefusedSession() {
    Scenario.each(
        scenario -> {
          scenario.track(100);
          scenario.pave.answerDeletes(key -> refused());
          scenario.pave.answerProbes(() -> unexpected(404));

          scenario.run();

          assertThat(scenario.ending()).isEqualTo(Ending.Kind.REFUSED);
          assertThat(scenario.count(Outcome.FAILED)).isZero();
        });
  }

  @Test
  void laterRefusalCancelsGrantedSlots() {
    Scenario.each(
        scenario -> {
          scenario.track(300);
          AtomicInteger calls = new AtomicInteger();
          scenario.pave.answerDeletes(key -> calls.incrementAndGet() > 50 ? refused() : removed());
          scenario.pave.answerProbes(() -> refused());

          scenario.run();

          assertThat(scenario.ending()).isEqualTo(Ending.Kind.REFUSED);
          assertThat(scenario.count(Outcome.REMOVED)).isEqualTo(50);
          // Refused claims stay open; grants that were not sent are undone and released.
          assertThat(scenario.open())
              .hasSize((int) scenario.pave.deletes() - 50)
              .allSatisfy(row -> assertThat(row.unanswered).isZero());
        });
  }

  @Test
  void firstCallIsSentAloneAfterAForfeitedSlot() {
    Scenario.each(
        scenario -> {
          scenario.track(100);
          scenario.pave.answerWithin(40);
          scenario.database.delayGrants(1, Duration.ofSeconds(1));
          scenario.pave.answerDeletes(key -> refused());
          scenario.pave.answerProbes(() -> refused());

          scenario.run();

          assertThat(scenario.pave.deletes()).isEqualTo(1);
          assertThat(scenario.open()).hasSize(1);
        });
  }
}
