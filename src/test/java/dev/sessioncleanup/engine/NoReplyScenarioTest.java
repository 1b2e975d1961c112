package dev.sessioncleanup.engine;

import static dev.sessioncleanup.engine.Replies.accepted;
import static dev.sessioncleanup.engine.Replies.error;
import static dev.sessioncleanup.engine.Replies.noReply;
import static dev.sessioncleanup.engine.Replies.removed;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sessioncleanup.ledger.Outcome;
import dev.sessioncleanup.runs.RunState;
import dev.sessioncleanup.simulation.SimulatedTables.AuditRow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sessions whose calls get no reply while PAVE is available. */
class NoReplyScenarioTest {
  @Test
  void sessionThatNeverGetsAReplyFails() {
    Scenario.each(
        scenario -> {
          scenario.track("HANGS", "KEY");
          scenario.pave.answerDeletes(key -> key.equals("HANGS") ? noReply() : removed());

          scenario.run().assertComplete();

          assertThat(scenario.outcome("HANGS")).isEqualTo(Outcome.FAILED);
          assertThat(scenario.row("HANGS").unanswered).isEqualTo(5);
          assertThat(scenario.pave.deletesOf("HANGS")).isEqualTo(5);
        });
  }

  @Test
  void singleSessionWithoutAReplyFails() {
    Scenario.each(
        scenario -> {
          scenario.track("HANGS");
          scenario.pave.answerDeletes(key -> noReply());

          scenario.run().assertComplete();

          assertThat(scenario.outcome("HANGS")).isEqualTo(Outcome.FAILED);
          assertThat(scenario.pave.deletes()).isEqualTo(5);
          assertThat(scenario.pave.probes()).isPositive();
        });
  }

  @Test
  void badSessionsAmongGoodOnesFail() {
    Scenario.each(
        scenario -> {
          scenario.track(40);
          scenario.pave.answerDeletes(key -> key.endsWith("5") ? noReply() : removed());

          scenario.run().assertComplete();

          assertThat(scenario.count(Outcome.REMOVED)).isEqualTo(36);
          assertThat(scenario.count(Outcome.FAILED)).isEqualTo(4);
        });
  }

  @Test
  void manyAttemptsOfBadSessionsDoNotEndTheRun() {
    Scenario.each(
        scenario -> {
          scenario.track(30);
          scenario.settings.maxAttempts = 9;
          scenario.pave.answerDeletes(key -> key.endsWith("5") ? noReply() : removed());

          scenario.run().assertComplete();

          assertThat(scenario.count(Outcome.FAILED)).isEqualTo(3);
        });
  }

  @Test
  void sessionsWithoutAReplyTogetherFailAfterAtMostTwoMoreAttempts() {
    Scenario.each(
        scenario -> {
          scenario.track(40);
          scenario.settings.maxAttempts = 1;
          scenario.pave.answerDeletes(key -> key.compareTo("K030") > 0 ? noReply() : removed());

          scenario.run().assertComplete();

          assertThat(scenario.count(Outcome.FAILED)).isEqualTo(10);
          assertThat(scenario.pave.deletes()).isBetween(40L, 60L);
        });
  }

  @Test
  void errorsForAllSessionsFailAllSessions() {
    Scenario.each(
        scenario -> {
          scenario.track(40);
          scenario.pave.answerDeletes(key -> error());

          scenario.run().assertComplete();

          assertThat(scenario.count(Outcome.FAILED)).isEqualTo(40);
          assertThat(scenario.pave.deletes()).isEqualTo(200);
        });
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void lastBadSessionFailsEvenWithAShortUnavailableAfter(boolean hangs) {
    Scenario.each(
        scenario -> {
          scenario.track("KEY", "BAD");
          scenario.settings.unavailableAfter = Duration.ofSeconds(2);
          scenario.pave.answerDeletes(
              key -> key.equals("KEY") ? removed() : hangs ? noReply() : error());

          scenario.run().assertComplete();

          assertThat(scenario.outcome("BAD")).isEqualTo(Outcome.FAILED);
          assertThat(scenario.pave.deletesOf("BAD")).isEqualTo(5);
        });
  }

  /** The slow call was sent before the outage; its reply arrives during the outage. */
  @Test
  void slowReplyDoesNotChargeSessionsThatWereSentLater() {
    Scenario.each(
        scenario -> {
          scenario.track(100);
          scenario.settings.maxAttempts = 1;
          AtomicBoolean outage = new AtomicBoolean();
          List<String> slow = new ArrayList<>();
          scenario.pave.answerDeletes(
              key -> {
                if (scenario.pave.deletes() == 40) {
                  slow.add(key);
                  scenario.pave.blockReplies(slow);
                  outage.set(true);
                  return removed();
                }
                return outage.get() ? noReply() : removed();
              });
          scenario.pave.answerProbes(() -> outage.get() ? noReply() : accepted());
          scenario.duringRun(
              () -> {
                scenario.until(() -> scenario.pave.probes() == 1);
                scenario.pave.unblockReplies();
                scenario.pass(Duration.ofSeconds(5));
                outage.set(false);
              });

          scenario.run().assertComplete();

          assertThat(scenario.count(Outcome.REMOVED)).isEqualTo(100);
        });
  }

  @Test
  void pauseIsNotAnOutage() {
    Scenario.each(
        scenario -> {
          scenario.track("HANGS", "KEY");
          scenario.pave.answer("HANGS", noReply(), noReply(), noReply(), noReply());
          scenario.duringRun(
              () -> {
                scenario.until(() -> scenario.pave.deletesOf("HANGS") == 4);
                scenario.state(RunState.PAUSED);
                scenario.pass(ScenarioSettings.UNAVAILABLE_AFTER.multipliedBy(2));
                scenario.state(RunState.RUNNING);
              });

          scenario.run().assertComplete();

          assertThat(scenario.count(Outcome.REMOVED)).isEqualTo(2);
        });
  }

  @Test
  void waitingForOthersIsNotAnOutage() {
    Scenario.each(
        scenario -> {
          scenario.track("BAD", "OTHERS");
          scenario.pave.answerDeletes(key -> error());
          int other = scenario.tables.newProcess();
          AuditRow theirs = scenario.orphan(9, "OTHERS", 0, 0);
          theirs.claimedBy = other;
          scenario.duringRun(
              () -> {
                scenario.until(() -> scenario.count(Outcome.FAILED) == 1);
                for (int i = 0; i < 4; i++) {
                  scenario.pass(ScenarioSettings.UNAVAILABLE_AFTER.dividedBy(2));
                  theirs.revision++; // they make progress
                }
                theirs.outcome = Outcome.REMOVED;
                scenario.tracked("OTHERS").settled = true;
              });

          scenario.run().assertComplete();
        });
  }
}
