package dev.sessioncleanup.deletion;

import static dev.sessioncleanup.deletion.ScriptedPave.error;
import static dev.sessioncleanup.deletion.ScriptedPave.missing;
import static dev.sessioncleanup.deletion.ScriptedPave.removed;
import static dev.sessioncleanup.deletion.ScriptedPave.silence;
import static dev.sessioncleanup.deletion.ScriptedPave.throttled;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sessioncleanup.audit.Ending;
import dev.sessioncleanup.audit.Outcome;
import dev.sessioncleanup.pacing.Answer.Verdict;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseAwayStoryTest {
  @AutoClose private final Story story = new Story();

  @Test
  void grantWithoutAcknowledgementIsUndoneAndNotSent() {
    story.track("KEY");
    story.pave.answer("KEY", missing());
    story.connection.loseReplyTo("ask");

    story.tell().balanced();

    // Had the lost grant been counted as a send, nobody could tell missing from removed.
    assertThat(story.outcome("KEY")).isEqualTo(Outcome.MISSING);
    assertThat(story.row("KEY").claim().attempts()).isEqualTo(1);
    assertThat(story.pave.log()).containsExactly("DELETE KEY");
  }

  @Test
  void undoingWithoutAcknowledgementUndoesOnce() {
    story.track("KEY");
    story.pave.answer("KEY", error(), missing());
    story.connection.loseReplyTo("ask");
    story.connection.loseReplyTo("note");

    story.tell().balanced();

    assertThat(story.row("KEY").claim().attempts()).isEqualTo(2);
    assertThat(story.outcome("KEY")).isEqualTo(Outcome.REMOVED);
    assertThat(story.row("KEY").inferred()).isTrue();
  }

  @Test
  void recordWithoutAcknowledgementIsCountedOnce() {
    story.track(30);
    story.connection.loseReplyTo("record");
    story.connection.refuse("recorded");

    story.tell().balanced();

    assertThat(story.figures().of(Outcome.REMOVED)).isEqualTo(30);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "takeOver",
        "claim",
        "ask",
        "readBack",
        "record",
        "recorded",
        "recordable",
        "note",
        "slowDown",
        "own",
        "left",
        "release"
      })
  void anyLostOrRefusedStatementChangesNothing(String statement) {
    story.track(20).live();
    story.slots.grantLate(1);
    story.slots.script("K005", Verdict.YOUNG);
    story.pave.answer("K001", throttled(Duration.ofSeconds(1)), missing());
    story.pave.answer("K002", error(), missing());
    for (int i = 0; i < 3; i++) {
      story.connection.refuse(statement);
      story.connection.loseReplyTo(statement);
    }

    story.tell().balanced();

    assertThat(story.ending()).isNull();
    assertThat(story.outcome("K001")).isEqualTo(Outcome.MISSING);
    assertThat(story.row("K002").inferred()).isTrue();
    assertThat(story.ledger.count(Outcome.REMOVED)).isEqualTo(18);
    assertThat(story.pave.deletes()).isEqualTo(21);
  }

  @Test
  void repliesReceivedMeanwhileAreWrittenWhenItIsBack() {
    story.track(10);
    Story.keys(10).forEach(story.pave::gate);
    story.begin().until(() -> story.pave.deletes() == 10);
    story.connection.goAway();
    story.pave.openAllGates();
    story.pass(Duration.ofSeconds(10));
    assertThat(story.ledger.openRows()).hasSize(10);

    story.connection.comeBack();
    story.untilOver().balanced();

    assertThat(story.ledger.count(Outcome.REMOVED)).isEqualTo(10);
    assertThat(story.pave.deletes()).isEqualTo(10);
  }

  @Test
  void nothingIsSentWithoutTheDatabase() {
    story.track(300);
    story.begin().until(() -> story.pave.deletes() >= 20);
    story.connection.goAway();
    story.pass(Duration.ofSeconds(1));
    long sent = story.pave.deletes();
    story.pass(Duration.ofSeconds(10));
    assertThat(story.pave.deletes()).isEqualTo(sent);

    story.connection.comeBack();
    story.untilOver().balanced();

    assertThat(story.pave.log()).hasSize(300).doesNotHaveDuplicates();
  }

  @Test
  void awayForTooLongEndsTheRun() {
    story.track(300);
    story.begin().until(() -> story.pave.deletes() >= 20);
    story.connection.goAway();

    story.untilOver();

    assertThat(story.ending()).isEqualTo(Ending.Kind.UNAVAILABLE);
    assertThat(story.control.ending().orElseThrow().reason()).contains("database was away");
  }

  @Test
  void awayDatabaseIsNotTakenForSilenceOfPave() {
    story.track("SILENT", "KEY").databaseMayBeAway(Story.UNAVAILABLE_AFTER.multipliedBy(5));
    story.pave.answer("SILENT", silence(), silence(), silence());
    story.pave.answerDeletes(
        key -> {
          if (key.equals("KEY") || story.pave.deletesOf(key) > 4) {
            return removed();
          }
          story.connection.goAway(); // before its fourth silence can be noted
          return silence();
        });
    story.begin().until(() -> story.pave.deletesOf("SILENT") == 4);
    story.pass(Story.UNAVAILABLE_AFTER.multipliedBy(2));
    story.connection.comeBack();

    story.untilOver().balanced();

    assertThat(story.ending()).isNull();
  }

  @Test
  void awayDatabaseIsNotTakenForSilenceOfPaveWhileGrantsAreAsked() {
    story.track("SILENT", "KEY").databaseMayBeAway(Story.UNAVAILABLE_AFTER.multipliedBy(5));
    story.pave.answer("SILENT", silence(), silence(), silence(), silence());
    story.begin().until(() -> story.figures().retries() == 4);
    story.connection.goAway();
    story.pass(Story.UNAVAILABLE_AFTER.multipliedBy(2));
    story.connection.comeBack();

    story.untilOver().balanced();

    assertThat(story.ending()).isNull();
  }

  @Test
  void lockThatIsNotHeldHoldsTheRun() {
    story.track(5);
    story.slots.all(Verdict.UNLOCKED);
    story.begin().until(() -> story.lockSuspected.get() >= 3);
    assertThat(story.pave.log()).isEmpty();

    story.slots.all(null);
    story.untilOver().balanced();

    assertThat(story.ledger.count(Outcome.REMOVED)).isEqualTo(5);
  }

  @Test
  void lockThatStaysAwayEndsTheRunAlthoughTheDatabaseAnswers() {
    story.track(5);
    story.slots.all(Verdict.UNLOCKED);

    story.tell();

    assertThat(story.ending()).isEqualTo(Ending.Kind.UNAVAILABLE);
    assertThat(story.pave.log()).isEmpty();
  }

  @Test
  void lockedTrackedSessionHoldsUpNobodyElse() {
    story.track(20);
    story.ledger.lockAfterClaim("K003");
    story.begin().until(() -> story.ledger.count(Outcome.REMOVED) == 19);
    story.ledger.unlock("K003");

    story.untilOver().balanced();

    assertThat(story.ledger.count(Outcome.REMOVED)).isEqualTo(20);
  }

  @Test
  void sessionLockedForEverEndsTheRun() {
    story.track(20);
    story.ledger.lockAfterClaim("K003");

    story.tell();

    assertThat(story.ending()).isEqualTo(Ending.Kind.UNAVAILABLE);
    assertThat(story.control.ending().orElseThrow().reason()).contains("K003", "locked");
    assertThat(story.ledger.count(Outcome.REMOVED)).isEqualTo(19);
    assertThat(story.pipe().outstanding()).isZero();
  }

  @Test
  void stopDoesNotWaitForLockedSession() {
    story.track(20);
    story.ledger.lockAfterClaim("K003");
    story.begin().until(() -> story.ledger.count(Outcome.REMOVED) == 19);
    story.control.stop(Duration.ofSeconds(5));

    story.untilOver();

    assertThat(story.ending()).isEqualTo(Ending.Kind.STOPPED);
    assertThat(story.ledger.openRows()).hasSize(1);
  }
}
