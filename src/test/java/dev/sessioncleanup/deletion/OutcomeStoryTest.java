package dev.sessioncleanup.deletion;

import static dev.sessioncleanup.deletion.ScriptedPave.error;
import static dev.sessioncleanup.deletion.ScriptedPave.found;
import static dev.sessioncleanup.deletion.ScriptedPave.missing;
import static dev.sessioncleanup.deletion.ScriptedPave.removed;
import static dev.sessioncleanup.deletion.ScriptedPave.silence;
import static dev.sessioncleanup.deletion.ScriptedPave.started;
import static dev.sessioncleanup.deletion.ScriptedPave.throttled;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sessioncleanup.audit.Ending;
import dev.sessioncleanup.audit.Outcome;
import dev.sessioncleanup.pacing.Answer.Verdict;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class OutcomeStoryTest {
  @AutoClose private final Story story = new Story();

  @Test
  void everyReplyIsRecordedAsItSays() {
    story.track("REMOVED", "STARTED", "MISSING");
    story.pave.answer("STARTED", started());
    story.pave.answer("MISSING", missing());

    story.tell().balanced();

    assertThat(story.outcome("REMOVED")).isEqualTo(Outcome.REMOVED);
    assertThat(story.outcome("STARTED")).isEqualTo(Outcome.STARTED);
    assertThat(story.outcome("MISSING")).isEqualTo(Outcome.MISSING);
    assertThat(story.ending()).isNull();
    assertThat(story.pave.log()).hasSize(3);
  }

  @Test
  void manySessionsAreRemovedOnceEach() {
    story.track(500).tell().balanced();

    assertThat(story.ledger.count(Outcome.REMOVED)).isEqualTo(500);
    assertThat(story.pave.log()).hasSize(500).doesNotHaveDuplicates();
  }

  @Test
  void missingAfterLostReplyIsRemovedByInference() {
    story.track("KEY", "OTHER");
    story.pave.answer("KEY", silence(), missing());

    story.tell().balanced();

    assertThat(story.outcome("KEY")).isEqualTo(Outcome.REMOVED);
    assertThat(story.row("KEY").inferred()).isTrue();
    assertThat(story.figures().inferred()).isEqualTo(1);
  }

  @Test
  void missingAfterDoubtOfEarlierRunIsRemovedByInference() {
    story.track("KEY");
    story.ledger.earlier("KEY", Outcome.FAILED, 1);
    story.pave.answer("KEY", missing());

    story.tell();

    assertThat(story.outcome("KEY")).isEqualTo(Outcome.REMOVED);
    assertThat(story.row("KEY").inferred()).isTrue();
  }

  @Test
  void missingAfterRefusedSendIsMissing() {
    story.track("KEY");
    story.pave.answer("KEY", throttled(Duration.ofSeconds(1)), missing());

    story.tell().balanced();

    assertThat(story.outcome("KEY")).isEqualTo(Outcome.MISSING);
    assertThat(story.row("KEY").inferred()).isFalse();
  }

  @Test
  void attemptsUsedUpAreFailed() {
    story.track("KEY", "OTHER");
    story.pave.answer("KEY", error(), error(), error(), error(), error(), removed());

    story.tell().balanced();

    assertThat(story.outcome("KEY")).isEqualTo(Outcome.FAILED);
    assertThat(story.pave.deletesOf("KEY")).isEqualTo(5);
    assertThat(story.row("KEY").claim().unanswered()).isEqualTo(5);
    assertThat(story.figures().retries()).isEqualTo(4);
  }

  @Test
  void throttlingCostsNoAttempts() {
    story.track("KEY");
    var again = throttled(Duration.ofSeconds(2));
    story.pave.answer("KEY", again, again, again, again, again, again, removed());

    story.tell().balanced();

    assertThat(story.outcome("KEY")).isEqualTo(Outcome.REMOVED);
    assertThat(story.row("KEY").claim().failures()).isZero();
    assertThat(story.row("KEY").claim().unanswered()).isZero();
    assertThat(story.slots.timesSlowedDown()).isEqualTo(6);
    assertThat(story.figures().throttled()).isEqualTo(6);
  }

  @Test
  void heldAndNotIdleSinceTheClaimAreNotSent() {
    story.track("HELD", "NOT_IDLE", "KEY");
    story.slots.script("HELD", Verdict.HELD);
    story.slots.script("NOT_IDLE", Verdict.NOT_IDLE);

    story.tell().balanced();

    assertThat(story.outcome("HELD")).isEqualTo(Outcome.HELD);
    assertThat(story.outcome("NOT_IDLE")).isEqualTo(Outcome.NOT_IDLE);
    assertThat(story.pave.log()).containsExactly("DELETE KEY");
  }

  @Test
  void tooYoungIsReleasedAndNotClaimedAgain() {
    story.track("YOUNG", "KEY");
    story.slots.script("YOUNG", Verdict.YOUNG);

    story.tell().balanced();

    assertThat(story.ledger.rowsOf("YOUNG")).isEmpty();
    assertThat(story.pipe().setAside()).containsExactly("YOUNG");
    assertThat(story.pave.log()).containsExactly("DELETE KEY");
  }

  @Test
  void claimLostToAnotherProcessIsDropped() {
    story.track("LOST", "KEY");
    story.slots.script("LOST", Verdict.LOST);
    story.begin().until(() -> story.pave.deletesOf("LOST") == 1).untilOver();

    // Supply found that the claim is this process's after all, and adopted it.
    story.balanced();
  }

  @Test
  void forfeitedSlotIsUndone() {
    story.track("KEY");
    story.slots.grantLate(2);

    story.tell().balanced();

    assertThat(story.pave.log()).containsExactly("DELETE KEY");
    assertThat(story.row("KEY").claim().attempts()).isEqualTo(1);
    assertThat(story.row("KEY").claim().unanswered()).isZero();
  }

  @Test
  void liveVerifiesBeforeEachDelete() {
    story.track("IDLE", "COMPLETE", "GONE", "NEW_WORD").live();
    story.pave.answer("IDLE", error(), removed());
    story.pave.answerLookUp("COMPLETE", found("COMPLETE"));
    story.pave.answerLookUp("GONE", missing());
    story.pave.answerLookUp("NEW_WORD", found("SOMETHING"));

    story.tell().balanced();

    assertThat(story.pave.log())
        .filteredOn(line -> line.endsWith("IDLE"))
        .containsExactly("GET IDLE", "DELETE IDLE", "GET IDLE", "DELETE IDLE");
    assertThat(story.outcome("COMPLETE")).isEqualTo(Outcome.NOT_IDLE);
    assertThat(story.outcome("GONE")).isEqualTo(Outcome.MISSING);
    assertThat(story.ledger.rowsOf("NEW_WORD")).isEmpty();
    assertThat(story.pave.deletes()).isEqualTo(2);
  }

  @Test
  void keyThatNobodyCanAskForFails() {
    story.track("\n", "KEY");

    story.tell().balanced();

    assertThat(story.outcome("\n")).isEqualTo(Outcome.FAILED);
    assertThat(story.pave.log()).containsExactly("DELETE KEY");
  }

  @Test
  void orphanIsTakenOverWithItsDoubt() {
    story.ledger.orphan(3, "ORPHAN", 1, 1);
    story.pave.answer("ORPHAN", missing());

    story.tell().balanced();

    assertThat(story.outcome("ORPHAN")).isEqualTo(Outcome.REMOVED);
    assertThat(story.row("ORPHAN").inferred()).isTrue();
  }

  @Test
  void tooManyMissingTripTheBreaker() {
    story.track(200).breaker(50, 0.5, 0.5);
    story.pave.answerDeletes(key -> missing());

    story.tell();

    assertThat(story.ending()).isEqualTo(Ending.Kind.BREAKER);
    assertThat(story.pipe().outstanding()).isZero();
  }
}
