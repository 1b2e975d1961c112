package dev.sessioncleanup.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessioncleanup.ledger.Basis;
import dev.sessioncleanup.ledger.CallTrace;
import dev.sessioncleanup.ledger.Claim;
import dev.sessioncleanup.ledger.ClaimUpdate;
import dev.sessioncleanup.ledger.ClaimUpdate.SendEffect;
import dev.sessioncleanup.ledger.Finding;
import dev.sessioncleanup.ledger.Outcome;
import dev.sessioncleanup.ledger.RecordedOutcome;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Who may record which outcome, which outcomes settle a session, and how doubt changes a 404. */
public abstract class OutcomeContract extends TablesContract {
  private final Claim claim;

  protected OutcomeContract(TablesUnderTest tables) {
    super(tables);
    claim = granted(claimed("A"));
  }

  @ParameterizedTest
  @CsvSource({"REMOVED, 200", "STARTED, 400"})
  void conclusiveReplyIsRecordedByAnyProcess(Outcome outcome, int status) {
    assertThat(otherLedger.record(List.of(reply(claim, outcome, status))))
        .containsExactly(recorded(outcome, false));

    assertThat(ledger.recorded(List.of(claim.auditId()))).containsExactly(recorded(outcome, false));
    assertThat(tables.isSettled("A")).isTrue();
  }

  @ParameterizedTest
  @EnumSource(names = {"MISSING", "FAILED", "HELD", "NOT_IDLE"})
  void otherRepliesAreRecordedByTheOwnerOnly(Outcome outcome) {
    Finding finding =
        outcome == Outcome.MISSING
            ? reply(claim, outcome, 404)
            : Finding.withoutCall(claim, outcome, "found");

    assertThat(otherLedger.record(List.of(finding))).isEmpty();
    assertThat(ledger.recorded(List.of(claim.auditId()))).isEmpty();
    assertThat(ledger.record(List.of(finding))).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource(names = {"REMOVED", "STARTED", "NOT_IDLE"})
  void lookUpIsRecordedByTheOwnerOnly(Outcome outcome) {
    Finding finding = new Finding(claim, outcome, Basis.LOOK_UP_REPLY, "found", null);

    assertThat(otherLedger.record(List.of(finding))).isEmpty();
    assertThat(ledger.record(List.of(finding))).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({
    "REMOVED, DELETE_REPLY, true",
    "STARTED, DELETE_REPLY, true",
    "MISSING, DELETE_REPLY, true",
    "MISSING, LOOK_UP_REPLY, true",
    "NOT_IDLE, LOOK_UP_REPLY, true",
    "NOT_IDLE, TRACKING, false",
    "HELD, DECISION, false",
    "FAILED, DECISION, false"
  })
  void onlyPermanentOutcomesSettleASession(Outcome outcome, Basis basis, boolean settles) {
    ledger.record(List.of(new Finding(claim, outcome, basis, "found", null)));

    assertThat(tables.isSettled("A")).isEqualTo(settles);
  }

  @ParameterizedTest
  @CsvSource({"LOOK_UP_REPLY, false", "TRACKING, true"})
  void outcomeFromTheTrackingDatabaseIsInferred(Basis basis, boolean inferred) {
    assertThat(ledger.record(List.of(new Finding(claim, Outcome.NOT_IDLE, basis, "found", null))))
        .containsExactly(recorded(Outcome.NOT_IDLE, inferred));
  }

  @Test
  void recordedRowIsNeverRecordedAgain() {
    ledger.record(List.of(reply(claim, Outcome.REMOVED, 200)));

    assertThat(ledger.record(List.of(reply(claim, Outcome.STARTED, 400)))).isEmpty();
    assertThat(ledger.recorded(List.of(claim.auditId())))
        .containsExactly(recorded(Outcome.REMOVED, false));
  }

  @Test
  void outcomeIsRecordedDespiteALaterRevision() {
    ledger.update(List.of(new ClaimUpdate(claim, SendEffect.UNKNOWN, 1, null)));

    assertThat(ledger.record(List.of(reply(claim, Outcome.REMOVED, 200)))).hasSize(1);
  }

  @Test
  void missingWithoutAnotherUnansweredSendIsMissing() {
    assertMissingIsRecordedAs(Outcome.MISSING, false);
  }

  @Test
  void missingAfterAnUnansweredSendOfThisRowIsRemovedInferred() {
    granted(claim);

    assertMissingIsRecordedAs(Outcome.REMOVED, true);
  }

  /** A GET does not answer the DELETE that was sent before it. */
  @Test
  void missingByALookUpLeavesTheSendOfThisRowUnanswered() {
    Finding finding = new Finding(claim, Outcome.MISSING, Basis.LOOK_UP_REPLY, "found", null);

    assertThat(ledger.record(List.of(finding))).containsExactly(recorded(Outcome.REMOVED, true));
  }

  @Test
  void missingAfterAnUnansweredSendOfAnotherRunIsRemovedInferred() {
    tables.recorded("A", Outcome.FAILED, 1);

    assertMissingIsRecordedAs(Outcome.REMOVED, true);
  }

  @Test
  void missingAfterAnAnsweredSendOfAnotherRunIsMissing() {
    tables.recorded("A", Outcome.FAILED, 0);

    assertMissingIsRecordedAs(Outcome.MISSING, false);
  }

  @Test
  void unansweredSendOfAnotherSessionDoesNotCount() {
    tables.recorded("B", Outcome.FAILED, 1);

    assertMissingIsRecordedAs(Outcome.MISSING, false);
  }

  @Test
  void recordedOutcomeKeepsItsDoubtForTheNextRun() {
    ledger.record(List.of(Finding.withoutCall(claim, Outcome.FAILED, "all failed")));
    Claim next = otherLedger.claim(otherSelection, 1).getFirst();

    assertThat(otherLedger.record(List.of(reply(next, Outcome.MISSING, 404))))
        .containsExactly(
            new RecordedOutcome(next.auditId(), otherSelection.runId(), Outcome.REMOVED, true));
  }

  /** A proxy sent the DELETE twice. */
  @Test
  void missingRightAfterPaveReturnedIdleIsRemovedInferred() {
    CallTrace call = new CallTrace(404, "PAVE's words", 12);
    Finding finding = Finding.ofReply(claim, Outcome.MISSING, Basis.DELETE_REPLY_AFTER_IDLE, call);

    assertThat(ledger.record(List.of(finding))).containsExactly(recorded(Outcome.REMOVED, true));
  }

  @Test
  void outcomeIsRecordedWhenTheTrackedRowIsDeleted() {
    tables.untrack("A");

    assertThat(ledger.record(List.of(reply(claim, Outcome.REMOVED, 200)))).hasSize(1);
  }

  @Test
  void lockedSessionIsSkippedAndTheOthersAreRecorded() {
    Claim free = granted(claimed("B"));
    List<Finding> findings =
        List.of(reply(claim, Outcome.REMOVED, 200), reply(free, Outcome.REMOVED, 200));

    try (var lock = tables.lock("A")) {
      assertThat(lock).isNotNull();
      assertThat(ledger.record(findings))
          .extracting(RecordedOutcome::auditId)
          .containsExactly(free.auditId());
    }

    assertThat(tables.isSettled("A")).isFalse();
    assertThat(tables.isSettled("B")).isTrue();
    assertThat(ledger.record(findings)).containsExactly(recorded(Outcome.REMOVED, false));
    assertThat(tables.isSettled("A")).isTrue();
  }

  @Test
  void lockedRowIsRecordableByItsOwnerOrWithAConclusiveReply() {
    Finding removed = reply(claim, Outcome.REMOVED, 200);
    Finding missing = reply(claim, Outcome.MISSING, 404);

    try (var lock = tables.lock("A")) {
      assertThat(lock).isNotNull();
      assertThat(otherLedger.record(List.of(removed))).isEmpty();
      assertThat(otherLedger.recordable(List.of(removed))).containsExactly(claim.auditId());
      assertThat(otherLedger.recordable(List.of(missing))).isEmpty();
      assertThat(ledger.recordable(List.of(missing))).containsExactly(claim.auditId());
    }
    assertThat(otherLedger.record(List.of(removed))).hasSize(1);
    assertThat(ledger.recordable(List.of(missing, removed))).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(names = {"DELETE_REPLY", "DELETE_REPLY_AFTER_IDLE", "LOOK_UP_REPLY"})
  void missingForTheKeyOfAFormerAccountIsFailed(Basis basis) {
    tables.changeAccount("A", "acme");
    CallTrace call = CallTrace.of(404, "404: cannot be found", Duration.ofMillis(5));

    assertThat(ledger.record(List.of(Finding.ofReply(claim, Outcome.MISSING, basis, call))))
        .containsExactly(recorded(Outcome.FAILED, false));

    assertThat(tables.isSettled("A")).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"REMOVED, 200", "STARTED, 400"})
  void replyThatProvesItselfStandsWhateverAccountIsTracked(Outcome outcome, int status) {
    tables.changeAccount("A", "acme");

    assertThat(ledger.record(List.of(reply(claim, outcome, status))))
        .containsExactly(recorded(outcome, false));
  }

  @ParameterizedTest
  @CsvSource({"UNKNOWN, 1, 1", "NONE, 1, 0", "NOT_SENT, 0, 0"})
  void updateWritesTheEffectOfTheSend(SendEffect effect, int attempts, int unanswered) {
    Claim expected =
        new Claim(
            claim.auditId(),
            claim.runId(),
            "A",
            claim.revision() + 1,
            attempts,
            unanswered,
            2,
            false);

    // Doubt falls only with the reply on record.
    CallTrace call = effect == SendEffect.NONE ? new CallTrace(429, "429 Too Many", 12) : null;
    assertThat(ledger.update(List.of(new ClaimUpdate(claim, effect, 2, call))))
        .containsExactly(expected);

    assertThat(ledger.readBack(List.of(claim.auditId()))).containsEntry(claim.auditId(), expected);
  }

  @Test
  void updateOfAStaleRevisionChangesNothing() {
    Claim later = granted(claim);

    assertThat(ledger.update(List.of(new ClaimUpdate(claim, SendEffect.NONE, 1, null)))).isEmpty();

    assertThat(ledger.readBack(List.of(claim.auditId()))).containsEntry(claim.auditId(), later);
  }

  @Test
  void onlyTheOwnerUpdatesAnOpenClaim() {
    ClaimUpdate update = new ClaimUpdate(claim, SendEffect.NONE, 1, null);

    assertThat(otherLedger.update(List.of(update))).isEmpty();
    ledger.record(List.of(Finding.withoutCall(claim, Outcome.FAILED, "all failed")));
    assertThat(ledger.update(List.of(update))).isEmpty();
  }

  @Test
  void claimThatWasNeverSentIsReleasedAfterTheUpdate() {
    Claim unsent = ledger.update(List.of(ClaimUpdate.notSent(claim))).getFirst();

    assertThat(ledger.release(List.of(unsent))).isOne();
  }

  private void assertMissingIsRecordedAs(Outcome outcome, boolean inferred) {
    assertThat(ledger.record(List.of(reply(claim, Outcome.MISSING, 404))))
        .containsExactly(recorded(outcome, inferred));
    assertThat(ledger.recorded(List.of(claim.auditId())))
        .containsExactly(recorded(outcome, inferred));
  }

  private RecordedOutcome recorded(Outcome outcome, boolean inferred) {
    return new RecordedOutcome(claim.auditId(), claim.runId(), outcome, inferred);
  }
}
