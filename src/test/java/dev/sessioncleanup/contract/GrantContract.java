package dev.sessioncleanup.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessioncleanup.ledger.Claim;
import dev.sessioncleanup.ledger.Finding;
import dev.sessioncleanup.ledger.Outcome;
import dev.sessioncleanup.pacing.Grant;
import dev.sessioncleanup.pacing.Grant.Verdict;
import dev.sessioncleanup.pacing.GrantLead;
import dev.sessioncleanup.pacing.SlotRequest;
import dev.sessioncleanup.runs.RunState;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** When a slot is granted, and how the grant changes the claim. */
public abstract class GrantContract extends TablesContract {
  private static final SlotRequest PROBE = new SlotRequest(SlotRequest.NO_CLAIM, 0, false);

  private final Claim claim;

  protected GrantContract(TablesUnderTest tables) {
    super(tables);
    claim = claimed("A");
  }

  @Test
  void grantOfADeleteRaisesAttemptsAndUnanswered() {
    assertThat(ask(claim, true).verdict()).isEqualTo(Verdict.GRANTED);

    assertClaimIs(claim.granted());
  }

  @Test
  void grantOfAGetTakesASlotAndRaisesOnlyTheRevision() {
    List<Grant> grants = askAll(request(claim, false), PROBE);

    assertThat(grants).extracting(Grant::verdict).containsOnly(Verdict.GRANTED);
    assertThat(grants.get(1).slotMicros()).isGreaterThan(grants.get(0).slotMicros());
    assertClaimIs(claim.touched());
  }

  @Test
  void requestWithoutAClaimIsGrantedASlot() {
    Grant grant = askAll(PROBE).getFirst();

    assertThat(grant.auditId()).isEqualTo(SlotRequest.NO_CLAIM);
    assertThat(grant.verdict()).isEqualTo(Verdict.GRANTED);
    assertThat(grant.slotMicros()).isPositive();
  }

  @Test
  void recordedClaimIsLost() {
    ledger.record(List.of(Finding.withoutCall(claim, Outcome.FAILED, "all failed")));

    assertThat(ask(claim, true)).isEqualTo(refused(Verdict.LOST));
  }

  @Test
  void releasedClaimIsLost() {
    ledger.release(List.of(claim));

    assertThat(ask(claim, true)).isEqualTo(refused(Verdict.LOST));
  }

  @Test
  void claimThatAnotherProcessHasTakenOverIsLost() {
    tables.loseLock(process);
    Claim taken = otherLedger.takeOver(otherSelection, 1).getFirst();
    tables.lockAgain(process);

    assertThat(ask(claim, true)).isEqualTo(refused(Verdict.LOST));
    assertThat(otherLedger.readBack(List.of(claim.auditId())))
        .containsEntry(claim.auditId(), taken);
  }

  @Test
  void claimWithAnotherRevisionIsChanged() {
    Claim now = granted(claim);

    assertThat(ask(claim, true)).isEqualTo(refused(Verdict.CHANGED));
    assertClaimIs(now);
  }

  @Test
  void oneClaimIsGrantedOneSlotAtATime() {
    List<Grant> grants = askAll(request(claim, true), request(claim, true), PROBE);

    assertThat(grants)
        .extracting(Grant::verdict)
        .containsExactly(Verdict.GRANTED, Verdict.CHANGED, Verdict.GRANTED);
    assertClaimIs(claim.granted());
  }

  @Test
  void sessionOfAnotherAccountIsRefused() {
    tables.changeAccount("A", "acme");

    assertRefused(Verdict.OTHER_ACCOUNT);
  }

  @Test
  void heldSessionIsRefusedUntilTheHoldExpires() {
    tables.hold("A", Duration.ofHours(1));
    assertRefused(Verdict.HELD);

    Claim free = claimed("B");
    tables.hold("B", Duration.ofSeconds(-1));
    assertThat(ask(free, true).verdict()).isEqualTo(Verdict.GRANTED);
  }

  @Test
  void heldSessionIsRefusedEvenWhenNotIdleAndInDoubt() {
    Claim sent = granted(claim);
    tables.hold("A", null);
    tables.untrack("A");

    assertThat(ask(sent, false)).isEqualTo(refused(Verdict.HELD));
    assertThat(ask(sent, true)).isEqualTo(refused(Verdict.HELD));
  }

  @Test
  void sessionThatIsNoLongerIdleIsRefused() {
    tables.changeStatus("A", "STARTED");

    assertRefused(Verdict.NOT_IDLE);
  }

  @Test
  void sessionThatIsNoLongerTrackedIsRefused() {
    tables.untrack("A");

    assertRefused(Verdict.NOT_IDLE);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void changeAfterAnUnansweredSendIsOnlyLookedUp(boolean deleted) {
    Claim sent = granted(claim);
    changeOrUntrack(deleted);

    assertThat(ask(sent, true)).isEqualTo(refused(Verdict.DOUBTFUL));
    assertClaimIs(sent);
    assertThat(ask(sent, false).verdict()).isEqualTo(Verdict.GRANTED);
    assertClaimIs(sent.touched());
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void changeAfterAnUnansweredSendOfAnotherRunIsOnlyLookedUp(boolean deleted) {
    tables.recorded("A", Outcome.FAILED, 1);
    changeOrUntrack(deleted);

    assertThat(ask(claim, true)).isEqualTo(refused(Verdict.DOUBTFUL));
    assertThat(ask(claim, false).verdict()).isEqualTo(Verdict.GRANTED);
  }

  private void changeOrUntrack(boolean deleted) {
    if (deleted) {
      tables.untrack("A");
    } else {
      tables.changeStatus("A", "DELETED");
    }
  }

  @ParameterizedTest
  @CsvSource({"23", "0", "-24"})
  void sessionThatIsNowTooYoungIsRefused(int hours) {
    tables.changeAge("A", Duration.ofHours(hours));

    assertRefused(Verdict.YOUNG);
  }

  @Test
  void processWithoutItsLockIsRefused() {
    tables.loseLock(process);

    assertRefusedWithEverythingElse(Verdict.UNLOCKED);
  }

  @ParameterizedTest
  @CsvSource({
    "PAUSED, PAUSED",
    "CANCELLED, CANCELLED",
    "PLANNED, STOPPED",
    "COMPLETE, STOPPED",
    "PARTIAL, STOPPED",
    "ABORTED, STOPPED",
    "FAILED, STOPPED"
  })
  void runThatIsNotRunningIsRefused(RunState state, Verdict verdict) {
    tables.changeState(selection.runId(), state);

    assertRefusedWithEverythingElse(verdict);
  }

  @ParameterizedTest
  @CsvSource({"RUNNING, STOPPED", "PAUSED, STOPPED", "CANCELLED, CANCELLED"})
  void runOfAnotherProcessIsRefused(RunState state, Verdict verdict) {
    tables.changeState(otherSelection.runId(), state);

    assertThat(
            tables
                .limiter(process, otherSelection.runId(), FAST)
                .ask(List.of(request(claim, true)), GrantLead.SHORTEST)
                .grants())
        .containsExactly(refused(verdict));
    assertClaimIs(claim);
  }

  @Test
  void lostAndChangedAreReportedInAnyRunState() {
    Claim changed = claimed("B");
    granted(changed);
    ledger.release(List.of(claim));
    tables.changeState(selection.runId(), RunState.PAUSED);

    assertThat(askAll(request(claim, true), request(changed, true)))
        .extracting(Grant::verdict)
        .containsExactly(Verdict.LOST, Verdict.CHANGED);
  }

  @Test
  void refusedClaimsUseNoSlot() {
    Claim second = claimed("B");
    Claim third = claimed("C");
    tables.changeStatus("A", "STARTED");
    tables.hold("B", null);

    List<Grant> grants =
        askAll(request(claim, true), request(second, true), request(third, true), PROBE);

    assertThat(grants)
        .extracting(Grant::verdict)
        .containsExactly(Verdict.NOT_IDLE, Verdict.HELD, Verdict.GRANTED, Verdict.GRANTED);
    assertThat(grants.get(3).slotMicros() - grants.get(2).slotMicros()).isBetween(1010L, 1011L);
  }

  @Test
  void claimThatMustWaitIsUnchanged() {
    SlotRequest[] requests = new SlotRequest[101];
    Arrays.fill(requests, PROBE);
    requests[100] = request(claim, true);

    assertThat(askAll(requests).getLast()).isEqualTo(refused(Verdict.WAIT));
    assertClaimIs(claim);
  }

  private void assertRefused(Verdict verdict) {
    assertThat(ask(claim, true)).isEqualTo(refused(verdict));
    assertThat(ask(claim, false)).isEqualTo(refused(verdict));
    assertClaimIs(claim);
  }

  private void assertRefusedWithEverythingElse(Verdict verdict) {
    assertThat(askAll(request(claim, true), PROBE))
        .containsExactly(refused(verdict), new Grant(SlotRequest.NO_CLAIM, verdict, 0));
    assertClaimIs(claim);
  }

  private void assertClaimIs(Claim expected) {
    assertThat(ledger.readBack(List.of(claim.auditId()))).containsEntry(claim.auditId(), expected);
  }

  private Grant refused(Verdict verdict) {
    return new Grant(claim.auditId(), verdict, 0);
  }

  private List<Grant> askAll(SlotRequest... requests) {
    return tables
        .limiter(process, selection.runId(), FAST)
        .ask(List.of(requests), GrantLead.SHORTEST)
        .grants();
  }

  private static SlotRequest request(Claim claim, boolean send) {
    return new SlotRequest(claim.auditId(), claim.revision(), send);
  }
}
