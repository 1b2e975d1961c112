package dev.sessioncleanup.engine;

import static dev.sessioncleanup.engine.Replies.noReply;
import static dev.sessioncleanup.engine.Replies.removed;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sessioncleanup.ledger.Outcome;
import dev.sessioncleanup.runs.DeleteCalls;
import dev.sessioncleanup.runs.Ending;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The database, or the advisory lock of this process, is unavailable for a while. */
class DatabaseOutageScenarioTest {
  @Test
  void repliesReceivedDuringTheOutageAreWrittenAfterIt() {
    Scenario.each(
        scenario -> {
          scenario.track(10);
          scenario.pave.blockReplies(Scenario.keys(10));
          scenario.duringRun(
              () -> {
                scenario.until(() -> scenario.pave.deletes() == 10);
                scenario.database.beginOutage();
                scenario.pave.unblockReplies();
                scenario.pass(Duration.ofSeconds(10));
                assertThat(scenario.open()).hasSize(10);
                scenario.database.endOutage();
              });

          scenario.run().assertComplete();

          assertThat(scenario.count(Outcome.REMOVED)).isEqualTo(10);
          assertThat(scenario.pave.deletes()).isEqualTo(10);
        });
  }

  @Test
  void nothingIsSentWithoutTheDatabase() {
    Scenario.each(
        scenario -> {
          scenario.track(200);
          scenario.duringRun(
              () -> {
                scenario.until(() -> scenario.pave.deletes() >= 20);
                scenario.database.beginOutage();
                scenario.pass(Duration.ofMillis(200)); // already granted slots are used
                long sent = scenario.pave.log().size();
                scenario.pass(Duration.ofSeconds(10));
                assertThat(scenario.pave.log()).hasSize((int) sent);
                scenario.database.endOutage();
              });

          scenario.run().assertComplete();

          assertThat(scenario.pave.log()).hasSize(200).doesNotHaveDuplicates();
        });
  }

  @Test
  void longDatabaseOutageEndsTheRun() {
    Scenario.each(
        scenario -> {
          scenario.track(200);
          scenario.duringRun(
              () -> {
                scenario.until(() -> scenario.pave.deletes() >= 20);
                scenario.database.beginOutage();
              });

          scenario.run();

          assertThat(scenario.ending()).isEqualTo(Ending.Kind.UNAVAILABLE);
          assertThat(scenario.reason()).contains("database was unavailable");
        });
  }

  @Test
  void databaseOutageDuringUpdatesIsNotAPaveOutage() {
    Scenario.each(
        scenario -> {
          scenario.track("HANGS", "KEY");
          scenario.pave.answerDeletes(
              key -> {
                if (key.equals("KEY") || scenario.pave.deletesOf("HANGS") > 4) {
                  return removed();
                }
                if (scenario.pave.deletesOf("HANGS") == 4) {
                  scenario.database.beginOutage(); // before the outcome can be written
                }
                return noReply();
              });
          assertBothRemovedAfterAnOutageThatBegins(
              scenario, () -> scenario.until(() -> scenario.pave.deletesOf("HANGS") == 4));
        });
  }

  @Test
  void databaseOutageDuringSlotRequestsIsNotAPaveOutage() {
    Scenario.each(
        scenario -> {
          scenario.track("HANGS", "KEY");
          scenario.pave.answer("HANGS", noReply(), noReply(), noReply(), noReply());
          assertBothRemovedAfterAnOutageThatBegins(
              scenario,
              () -> {
                scenario.until(() -> scenario.stats().deletes().of(DeleteCalls.Result.LOST) == 4);
                scenario.database.beginOutage();
              });
        });
  }

  /** The database is unavailable for longer than PAVE may be. */
  private static void assertBothRemovedAfterAnOutageThatBegins(Scenario scenario, Runnable begins) {
    scenario.settings.databaseUnavailableAfter = ScenarioSettings.UNAVAILABLE_AFTER.multipliedBy(5);
    scenario.duringRun(
        () -> {
          begins.run();
          scenario.pass(ScenarioSettings.UNAVAILABLE_AFTER.multipliedBy(2));
          scenario.database.endOutage();
        });

    scenario.run().assertComplete();

    assertThat(scenario.count(Outcome.REMOVED)).isEqualTo(2);
  }

  @Test
  void runWaitsUntilTheLockIsHeld() {
    Scenario.each(
        scenario -> {
          scenario.track(5);
          scenario.tables.locks.put(scenario.process(), false);
          scenario.duringRun(
              () -> {
                scenario.until(() -> scenario.lockSuspected() >= 3);
                assertThat(scenario.pave.log()).isEmpty();
                scenario.tables.locks.put(scenario.process(), true);
              });

          scenario.run().assertComplete();

          assertThat(scenario.count(Outcome.REMOVED)).isEqualTo(5);
        });
  }

  @Test
  void lostLockEndsTheRunAlthoughTheDatabaseAnswers() {
    Scenario.each(
        scenario -> {
          scenario.track(5);
          scenario.tables.locks.put(scenario.process(), false);

          scenario.run();

          assertThat(scenario.ending()).isEqualTo(Ending.Kind.UNAVAILABLE);
          assertThat(scenario.reason()).contains("advisory lock");
          assertThat(scenario.pave.log()).isEmpty();
        });
  }
}
