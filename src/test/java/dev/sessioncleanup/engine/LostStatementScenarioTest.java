package dev.sessioncleanup.engine;

import static dev.sessioncleanup.engine.Replies.error;
import static dev.sessioncleanup.engine.Replies.missing;
import static dev.sessioncleanup.engine.Replies.noReply;
import static dev.sessioncleanup.engine.Replies.removed;
import static dev.sessioncleanup.engine.Replies.throttled;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sessioncleanup.ledger.Outcome;
import dev.sessioncleanup.runs.Ending;
import dev.sessioncleanup.simulation.SimulatedTables.AuditRow;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lost statements and lost replies to statements. */
class LostStatementScenarioTest {
  @Test
  void grantWithoutAReplyIsUndoneAndNotSent() {
    Scenario.each(
        scenario -> {
          scenario.track("KEY");
          scenario.pave.answer("KEY", missing());
          scenario.database.loseReplyTo("ask");

          scenario.run().assertComplete();

          // If the lost grant counted as a send, missing could not be distinguished from removed.
          assertThat(scenario.outcome("KEY")).isEqualTo(Outcome.MISSING);
          assertThat(scenario.row("KEY").attempts).isEqualTo(1);
          assertThat(scenario.pave.log()).containsExactly("DELETE KEY");
        });
  }

  @Test
  void undoWithoutAReplyIsAppliedOnce() {
    Scenario.each(
        scenario -> {
          scenario.track("KEY");
          scenario.pave.answer("KEY", error(), missing());
          scenario.database.loseReplyTo("ask");
          scenario.database.loseReplyTo("update");

          scenario.run().assertComplete();

          assertThat(scenario.row("KEY").attempts).isEqualTo(2);
          assertThat(scenario.outcome("KEY")).isEqualTo(Outcome.REMOVED);
          assertThat(scenario.row("KEY").inferred).isTrue();
        });
  }

  @Test
  void outcomeWithoutAReplyIsCountedOnce() {
    Scenario.each(
        scenario -> {
          scenario.track(30);
          scenario.database.loseReplyTo("record");
          scenario.database.refuse("recorded");

          scenario.run().assertComplete();

          assertThat(scenario.stats().of(Outcome.REMOVED)).isEqualTo(30);
        });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "takeOver",
        "claim",
        "clock",
        "ask",
        "readBack",
        "record",
        "recorded",
        "recordable",
        "update",
        "slowDown",
        "own",
        "left",
        "release"
      })
  void anyLostOrRefusedStatementChangesNothing(String statement) {
    Scenario.each(
        scenario -> {
          scenario.track(20);
          scenario.settings.live = true;
          scenario.database.delayGrants(1, Duration.ofSeconds(1));
          scenario.database.after(
              "ask", () -> scenario.tracked("K005").createdAt = scenario.tables.clock());
          scenario.pave.answer("K001", throttled(Duration.ofSeconds(1)), removed());
          scenario.pave.answer("K002", error(), missing());
          for (int i = 0; i < 3; i++) {
            scenario.database.refuse(statement);
            scenario.database.loseReplyTo(statement);
          }

          scenario.run().assertComplete();

          assertThat(scenario.row("K002").inferred).isTrue();
          assertThat(scenario.count(Outcome.REMOVED)).isEqualTo(19);
          assertThat(scenario.tables.rowsOf("K005")).isEmpty();
          assertThat(scenario.pave.deletes()).isEqualTo(21);
        });
  }

  /**
   * The dispatcher processes the request of the former worker when the claim is taken over again.
   */
  @Test
  void claimThatComesBackHasOneWorkerAtATime() {
    Scenario.each(
        scenario -> {
          scenario.track("KEY");
          scenario.pave.answer("KEY", noReply(), missing());
          scenario.database.after(
              "clock",
              () -> {
                AuditRow row = scenario.row("KEY");
                if (row.revision == 0) {
                  row.claimedBy = 99; // another process took it over, and died
                  row.revision++;
                  scenario.holdUntil(() -> scenario.engine().inFlight().outstanding() == 2);
                  scenario.database.loseReplyTo("clock");
                }
              });

          scenario.run().assertComplete();

          assertThat(scenario.outcome("KEY")).isEqualTo(Outcome.REMOVED);
          assertThat(scenario.row("KEY").inferred).isTrue();
          assertThat(scenario.row("KEY").attempts).isEqualTo((int) scenario.pave.deletes());
        });
  }

  @Test
  void lockedTrackedSessionDelaysNoOtherSession() {
    Scenario.each(
        scenario -> {
          scenario.track(20);
          scenario.afterClaim(() -> scenario.tables.locked.add("K003"));
          scenario.duringRun(
              () -> {
                scenario.until(() -> scenario.count(Outcome.REMOVED) == 19);
                scenario.tables.locked.remove("K003");
              });

          scenario.run().assertComplete();

          assertThat(scenario.count(Outcome.REMOVED)).isEqualTo(20);
        });
  }

  @Test
  void sessionThatStaysLockedEndsTheRun() {
    Scenario.each(
        scenario -> {
          scenario.track(20);
          scenario.afterClaim(() -> scenario.tables.locked.add("K003"));

          scenario.run();

          assertThat(scenario.ending()).isEqualTo(Ending.Kind.UNAVAILABLE);
          assertThat(scenario.reason()).contains("K003", "locked");
          assertThat(scenario.count(Outcome.REMOVED)).isEqualTo(19);
          assertThat(scenario.engine().inFlight().outstanding()).isZero();
        });
  }

  @Test
  void stopDoesNotWaitForALockedSession() {
    Scenario.each(
        scenario -> {
          scenario.track(20);
          scenario.afterClaim(() -> scenario.tables.locked.add("K003"));
          scenario.duringRun(
              () -> {
                scenario.until(() -> scenario.count(Outcome.REMOVED) == 19);
                scenario.control.stop(Duration.ofSeconds(5));
              });

          scenario.run();

          assertThat(scenario.ending()).isEqualTo(Ending.Kind.STOPPED);
          assertThat(scenario.open()).hasSize(1);
        });
  }
}
