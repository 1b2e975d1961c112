package dev.sessioncleanup.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessioncleanup.ledger.Claim;
import dev.sessioncleanup.ledger.Finding;
import dev.sessioncleanup.ledger.Ledger;
import dev.sessioncleanup.ledger.Outcome;
import dev.sessioncleanup.ledger.Selection;
import dev.sessioncleanup.runs.RunState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The owner of an open claim: takeover, release and reading back. */
public abstract class OwnershipContract extends TablesContract {

  protected OwnershipContract(TablesUnderTest tables) {
    super(tables);
  }

  @Test
  void claimIsTakenOverOnceItsOwnerIsDead() {
    Claim claim = granted(claimed("A"));
    assertThat(otherLedger.takeOver(otherSelection, 10)).isEmpty();

    tables.loseLock(process);

    assertThat(otherLedger.takeOver(otherSelection, 10)).containsExactly(claim.touched());
    assertThat(otherLedger.takeOver(otherSelection, 10)).isEmpty();
    assertThat(ledger.readBack(List.of(claim.auditId()))).isEmpty();
    assertThat(otherLedger.readBack(List.of(claim.auditId())))
        .containsEntry(claim.auditId(), claim.touched());
  }

  @Test
  void claimStaysInItsRun() {
    Claim claim = claimed("A");
    tables.loseLock(process);

    Claim taken = otherLedger.takeOver(otherSelection, 10).getFirst();

    assertThat(taken.runId()).isEqualTo(claim.runId()).isNotEqualTo(otherSelection.runId());
  }

  /** Whoever cancelled the run did not want its sessions deleted; the new run selects its own. */
  @Test
  void claimOfACancelledRunIsTakenOverOnlyIfItWasAttempted() {
    Claim attempted = granted(claimed("A"));
    Claim never = claimed("B");
    tables.changeState(never.runId(), RunState.CANCELLED);
    tables.loseLock(process);

    assertThat(otherLedger.takeOver(otherSelection, 10)).containsExactly(attempted.touched());
    assertThat(otherLedger.claim(otherSelection, 10))
        .singleElement()
        .returns("B", Claim::sessionKey)
        .returns(otherSelection.runId(), Claim::runId);
  }

  @Test
  void noMoreAreTakenOverThanTheLimit() {
    claimed("A");
    claimed("B");
    claimed("C");
    tables.loseLock(process);

    assertThat(keys(otherLedger.takeOver(otherSelection, 2))).containsExactly("A", "B");
    assertThat(keys(otherLedger.takeOver(otherSelection, 2))).containsExactly("C");
  }

  @Test
  void recordedRowIsNotTakenOver() {
    ledger.record(List.of(reply(claimed("A"), Outcome.REMOVED, 200)));
    tables.loseLock(process);

    assertThat(otherLedger.takeOver(otherSelection, 10)).isEmpty();
  }

  @Test
  void claimOfAnotherAccountIsNotTakenOver() {
    claimed("A");
    tables.loseLock(process);
    Selection acme =
        new Selection(otherSelection.runId(), "acme", null, otherSelection.createdBefore(), FLOOR);

    assertThat(otherLedger.takeOver(acme, 10)).isEmpty();
  }

  @Test
  void sweepTakesOverClaimsOfAnyDate() {
    claimed("A");
    tables.changeAge("A", Duration.ofDays(2));
    tables.loseLock(process);

    assertThat(keys(otherLedger.takeOver(otherSelection, 10))).containsExactly("A");
  }

  @Test
  void backfillTakesOverOnlyWithinItsDates() {
    claimed("A");
    tables.loseLock(process);

    assertThat(otherLedger.takeOver(backfill(8, 1), 10)).isEmpty();
    assertThat(otherLedger.takeOver(backfill(30, 10), 10)).isEmpty();
    assertThat(keys(otherLedger.takeOver(backfill(10, 8), 10))).containsExactly("A");
  }

  @Test
  void backfillTakesOverClaimsOfItsOwnRunOfAnyDate() {
    claimed("A");
    tables.loseLock(process);
    Selection ownRun = between(ago(Duration.ofDays(3)), ago(Duration.ofDays(2)));

    assertThat(keys(otherLedger.takeOver(ownRun, 10))).containsExactly("A");
  }

  /** Without its tracked row, the date of the session is unknown. */
  @Test
  void claimWhoseTrackedRowIsGoneIsTakenOverByASweepOnly() {
    claimed("A");
    tables.untrack("A");
    tables.loseLock(process);

    assertThat(otherLedger.takeOver(backfill(30, 1), 10)).isEmpty();
    assertThat(keys(otherLedger.takeOver(otherSelection, 10))).containsExactly("A");
  }

  @Test
  void claimOfASessionThatIsNowTooYoungIsNotTakenOver() {
    claimed("A");
    tables.changeAge("A", Duration.ofHours(23));
    tables.loseLock(process);

    assertThat(otherLedger.takeOver(otherSelection, 10)).isEmpty();
    assertThat(otherLedger.takeOverOfRun(selection, 10)).isEmpty();
  }

  @Test
  void claimsOfASingleRunCanBeTakenOver() {
    claimed("A");
    tables.loseLock(process);

    assertThat(otherLedger.takeOverOfRun(otherSelection, 10)).isEmpty();
    assertThat(keys(otherLedger.takeOverOfRun(selection, 10))).containsExactly("A");
  }

  @Test
  void ownAreTheOpenClaimsOfThisProcessInTheAccount() {
    Claim claim = claimed("A");
    ledger.record(List.of(Finding.withoutCall(claimed("B"), Outcome.FAILED, "all failed")));
    track("C", 9);
    otherLedger.claim(otherSelection, 1);

    assertThat(ledger.own(otherSelection)).containsExactly(claim);
    assertThat(ledger.own(new Selection(1, "acme", null, tables.clock(), FLOOR))).isEmpty();
  }

  @Test
  void ownDoNotIncludeSessionsThatAreNowTooYoung() {
    claimed("A");
    Claim gone = claimed("B");
    tables.changeAge("A", Duration.ofHours(23));
    tables.untrack("B");

    assertThat(ledger.own(selection)).containsExactly(gone);
  }

  @Test
  void onlyAClaimWithoutAnAttemptIsReleased() {
    Claim attempted = granted(claimed("A"));
    Claim fresh = claimed("B");

    assertThat(otherLedger.release(List.of(fresh))).isZero();
    assertThat(ledger.release(List.of(attempted, fresh))).isOne();

    assertThat(ledger.own(selection)).containsExactly(attempted);
    assertThat(keys(otherLedger.claim(otherSelection, 10))).containsExactly("B");
  }

  @Test
  void recordedRowIsNotReleased() {
    Claim claim = claimed("A");
    ledger.record(List.of(Finding.withoutCall(claim, Outcome.HELD, "on hold")));

    assertThat(ledger.release(List.of(claim))).isZero();
    assertThat(ledger.recorded(List.of(claim.auditId()))).hasSize(1);
  }

  @Test
  void readBackReturnsOwnOpenRowsAndRecordedReturnsRecordedRows() {
    Claim open = claimed("A");
    Claim recorded = claimed("B");
    Claim released = claimed("C");
    ledger.record(List.of(Finding.withoutCall(recorded, Outcome.HELD, "on hold")));
    ledger.release(List.of(released));
    List<Long> all = List.of(open.auditId(), recorded.auditId(), released.auditId(), -1L);

    assertThat(ledger.readBack(all).values()).containsExactly(open);
    assertThat(otherLedger.readBack(all)).isEmpty();
    for (Ledger each : List.of(ledger, otherLedger)) {
      assertThat(each.recorded(all))
          .extracting(row -> row.auditId())
          .containsExactly(recorded.auditId());
    }
  }

  private Selection backfill(int fromDaysAgo, int toDaysAgo) {
    Instant from = ago(Duration.ofDays(fromDaysAgo));
    Instant to = ago(Duration.ofDays(toDaysAgo));
    return new Selection(otherSelection.runId(), ACCOUNT, from, to, FLOOR);
  }
}
