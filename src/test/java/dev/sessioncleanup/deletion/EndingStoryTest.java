package dev.sessioncleanup.deletion;

import static dev.sessioncleanup.deletion.ScriptedPave.error;
import static dev.sessioncleanup.deletion.ScriptedPave.refused;
import static dev.sessioncleanup.deletion.ScriptedPave.removed;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sessioncleanup.audit.Ending;
import dev.sessioncleanup.audit.Outcome;
import dev.sessioncleanup.pacing.Answer.Verdict;
import dev.sessioncleanup.pave.Reply;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class EndingStoryTest {
  @AutoClose private final Story story = new Story();

  @Test
  void refusedCredentialsTouchNoOtherSession() {
    story.track(100);
    story.pave.answerDeletes(key -> refusedAtOnce());

    story.tell();

    assertThat(story.ending()).isEqualTo(Ending.Kind.REFUSED);
    assertThat(story.pave.log()).hasSize(1);
    assertThat(story.ledger.openRows()).hasSize(1);
    assertThat(story.ledger.openRows().getFirst().claim().unanswered()).isZero();
  }

  @Test
  void firstCallGoesAloneAlsoAfterForfeitedSlot() {
    story.track(100);
    story.slots.grantLate(1);
    story.pave.answerDeletes(key -> refusedAtOnce());

    story.tell();

    assertThat(story.pave.log()).hasSize(1);
    assertThat(story.ledger.openRows()).hasSize(1);
  }

  @Test
  void refusalLaterCancelsGrantedSlots() {
    story.track(500);
    AtomicInteger calls = new AtomicInteger();
    story.pave.answerDeletes(key -> calls.incrementAndGet() > 50 ? refused() : removed());

    story.tell();

    assertThat(story.ending()).isEqualTo(Ending.Kind.REFUSED);
    assertThat(story.ledger.count(Outcome.REMOVED)).isEqualTo(50);
    // Open are those that were refused; what was granted and not sent is undone and released.
    assertThat(story.ledger.openRows()).hasSize((int) story.pave.deletes() - 50);
    assertThat(story.ledger.openRows())
        .allSatisfy(row -> assertThat(row.claim().unanswered()).isZero());
  }

  @Test
  void grantedSlotIsNotUsedBehindTheEnd() {
    story.track(100);
    story.slots.onGrant(() -> story.control.end(Ending.Kind.TIME_BUDGET, "over"));

    story.tell().balanced();

    assertThat(story.pave.log()).isEmpty();
    assertThat(story.ledger.openRows()).isEmpty();
  }

  @Test
  void limitCountsSessionsSent() {
    story.track(50).limit(10);
    story.pave.answer("K003", error(), removed());
    story.slots.script("K001", Verdict.HELD);
    story.slots.script("K002", Verdict.NOT_IDLE);

    story.tell().balanced();

    assertThat(story.ending()).isEqualTo(Ending.Kind.LIMIT);
    assertThat(story.pave.log().stream().distinct()).hasSize(10);
    assertThat(story.pave.deletes()).isEqualTo(11);
    assertThat(story.pipe().sentSessions()).isEqualTo(10);
  }

  @Test
  void limitHoldsAlsoWhenTheReplyToTheClaimIsLost() {
    story.track(50).limit(10);
    story.connection.loseReplyTo("claim");

    story.tell().balanced();

    assertThat(story.ending()).isEqualTo(Ending.Kind.LIMIT);
    assertThat(story.pave.deletes()).isEqualTo(10);
  }

  @Test
  void maximumHoldsAlsoWhenTheReplyToTheClaimIsLost() {
    story.track(50).maxCount(10);
    story.connection.loseReplyTo("claim");

    story.tell().balanced();

    assertThat(story.ending()).isEqualTo(Ending.Kind.GUARD);
    assertThat(story.pave.deletes()).isEqualTo(10);
  }

  @Test
  void takenOverClaimsCountTowardTheMaximum() {
    orphans(3, 5);
    story.track(10).maxCount(8);

    story.tell().balanced();

    assertThat(story.ending()).isEqualTo(Ending.Kind.GUARD);
    assertThat(story.pave.deletes()).isEqualTo(8);
  }

  @Test
  void orphansBeyondTheMaximumEndTheRun() {
    orphans(3, 12);
    story.maxCount(10);

    story.tell();

    assertThat(story.ending()).isEqualTo(Ending.Kind.GUARD);
    assertThat(story.reason()).contains("10 sessions were claimed", "2 are left");
    assertThat(story.pave.deletes()).isEqualTo(10);
    assertThat(story.ledger.openRows()).hasSize(2);
  }

  @Test
  void claimsOfTheRunItselfAreNotHeldAgainstItAgain() {
    orphans(Story.RUN, 3);
    story.maxCount(3).claimedBefore(3);

    story.tell().balanced();

    assertThat(story.ending()).isNull();
    assertThat(story.pave.deletes()).isEqualTo(3);
  }

  @Test
  void maximumHoldsAlsoWhenTheReplyToTheTakeOverIsLost() {
    orphans(3, 12);
    story.maxCount(10);
    story.connection.loseReplyTo("takeOver");

    story.tell();

    assertThat(story.ending()).isEqualTo(Ending.Kind.GUARD);
    assertThat(story.pave.deletes()).isEqualTo(10);
  }

  @Test
  void attemptedClaimsBeyondTheMaximumAreNotForgotten() {
    for (int i = 0; i < 12; i++) {
      story.ledger.orphan(3, "ORPHAN" + i, 1, 1);
    }
    story.maxCount(10);
    story.connection.loseReplyTo("takeOver");

    story.tell();

    assertThat(story.ending()).isEqualTo(Ending.Kind.GUARD);
    assertThat(story.pave.deletes()).isEqualTo(10);
    assertThat(story.ledger.openRows()).hasSize(2);
  }

  private void orphans(long run, int count) {
    for (int i = 0; i < count; i++) {
      story.ledger.orphan(run, "ORPHAN" + i, 0, 0);
      story.track("ORPHAN" + i);
    }
  }

  @Test
  void limitAsLargeAsTheWorkIsNoLimit() {
    story.track(10).limit(10).tell().balanced();

    assertThat(story.ending()).isNull();
    assertThat(story.pave.deletes()).isEqualTo(10);
  }

  @Test
  void stopReleasesWhatWasNotAttemptedAndRecordsWhatIsUnderWay() {
    story.track(200).maxInFlight(4);
    Story.keys(200).forEach(story.pave::gate);
    story.begin().until(() -> story.pave.deletes() == 4);
    story.control.stop(Duration.ofSeconds(20));
    story.pave.openAllGates();

    story.untilOver().balanced();

    assertThat(story.ending()).isEqualTo(Ending.Kind.STOPPED);
    assertThat(story.ledger.count(Outcome.REMOVED)).isEqualTo(story.pave.deletes());
  }

  @Test
  void stopKeepsAttemptedClaimsOpen() {
    story.track(20);
    story.pave.answerDeletes(key -> error());
    story.begin().until(() -> story.figures().retries() >= 20);
    story.control.stop(Duration.ofSeconds(20));

    story.untilOver();

    assertThat(story.ledger.openRows()).hasSize(20);
    assertThat(story.ledger.openRows())
        .allSatisfy(row -> assertThat(row.claim().attempts()).isPositive());
  }

  @Test
  void graceOverReturnsAlthoughCallsHang() {
    story.track(20).maxInFlight(4);
    Story.keys(20).forEach(story.pave::gate);
    story.begin().until(() -> story.pave.deletes() == 4);
    story.control.stop(Duration.ofSeconds(20));

    story.untilOver();

    assertThat(story.ledger.openRows()).hasSize(4);
    assertThat(story.ledger.openRows())
        .allSatisfy(row -> assertThat(row.claim().unanswered()).isEqualTo(1));
    story.pave.openAllGates();
  }

  @Test
  void claimsPutInBehindTheEndAreReleased() {
    story.track(200);
    story.control.end(Ending.Kind.TIME_BUDGET, "the time budget is used up");
    Pipe pipe = story.pipeAlone();
    var claims = story.claimAll();
    story.putAndClose(pipe, claims);

    assertThat(story.ledger.openRows()).isEmpty();
    assertThat(story.pave.log()).isEmpty();
  }

  /** Within the time for which the first call goes alone. */
  private Reply.OfDelete refusedAtOnce() {
    story.time.holdUntil(story.control::ended);
    return refused();
  }

  @Test
  void cancelledByOperatorEndsAtOnce() {
    story.track(100);
    story.slots.all(Verdict.CANCELLED);

    story.tell();

    assertThat(story.ending()).isEqualTo(Ending.Kind.CANCELLED);
    assertThat(story.ledger.openRows()).isEmpty();
    assertThat(story.pave.log()).isEmpty();
  }

  @Test
  void faultOfTheProgramEndsTheRun() {
    story.track(100);
    story.pave.answerDeletes(
        key -> {
          throw new IllegalStateException("no such reply");
        });

    story.tell();

    assertThat(story.ending()).isEqualTo(Ending.Kind.FAULT);
  }

  @Test
  void claimsOfOthersThatDoNotMoveAreNotWaitedForForEver() {
    story.track(3);
    story.ledger.others(2);
    story.begin().until(() -> story.ledger.count(Outcome.REMOVED) == 3);
    story.until(story.ledger::lookedAt);
    story.pass(Story.UNAVAILABLE_AFTER.plusSeconds(1));

    story.untilOver();

    assertThat(story.ending()).isEqualTo(Ending.Kind.UNAVAILABLE);
    assertThat(story.control.ending().orElseThrow().reason()).contains("2 claims", "open-claims");
  }
}
