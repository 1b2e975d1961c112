package dev.sessioncleanup.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessioncleanup.ledger.Claim;
import dev.sessioncleanup.ledger.Finding;
import dev.sessioncleanup.ledger.Outcome;
import dev.sessioncleanup.ledger.Selection;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each condition for an eligible session, tested through the claim. */
public abstract class ClaimContract extends TablesContract {

  protected ClaimContract(TablesUnderTest tables) {
    super(tables);
  }

  @Test
  void oldestAreClaimedFirstUpToTheLimit() {
    track("B", 9);
    track("C", 8);
    track("A", 10);

    assertThat(claimed(0)).isEmpty();
    assertThat(claimed(2)).containsExactly("A", "B");
    assertThat(claimed(2)).containsExactly("C");
    assertThat(claimed(2)).isEmpty();
  }

  @Test
  void newestAreClaimedOldestFirstWithoutThoseThatFailedBefore() {
    track("A", 12);
    track("B", 11);
    track("C", 10);
    track("FAILED", 9);
    tables.recorded("FAILED", Outcome.FAILED, 0);

    assertThat(ledger.claimNewest(selection, 0)).isEmpty();
    assertThat(keys(ledger.claimNewest(selection, 2))).containsExactly("B", "C");
    assertThat(keys(ledger.claimNewest(selection, 2))).containsExactly("A");
    assertThat(ledger.claimNewest(selection, 2)).isEmpty();
  }

  @Test
  void claimSaysWhetherItsSessionFailedInAnEarlierRun() {
    track("A", 9);
    track("B", 8);
    tables.recorded("A", Outcome.FAILED, 0);
    tables.recorded("B", Outcome.HELD, 0);

    Claim b = ledger.claim(selection, 2).getFirst();
    Claim a = ledger.claim(selection, 2).getFirst();

    assertThat(b.failedBefore()).isFalse();
    assertThat(a.failedBefore()).isTrue();
    assertThat(ledger.readBack(List.of(a.auditId()))).containsEntry(a.auditId(), a);
    assertThat(a.granted().failedBefore()).isTrue();
  }

  @Test
  void freshClaimHasNoCounts() {
    track("A", 9);

    Claim claim = ledger.claim(selection, 1).getFirst();

    assertThat(claim)
        .isEqualTo(
            new Claim(claim.auditId(), selection.runId(), "A", claim.revision(), 0, 0, 0, false));
    assertThat(ledger.readBack(List.of(claim.auditId()))).containsEntry(claim.auditId(), claim);
  }

  @ParameterizedTest
  @ValueSource(strings = {"STARTED", "COMPLETE", "EXPIRED", "idle", "A NEW WORD", ""})
  void otherStatusIsNeverClaimed(String status) {
    tables.track("A", ACCOUNT, status, Duration.ofDays(9));

    assertThat(claimed(10)).isEmpty();
  }

  @Test
  void cutoffAndMinimumAgeBothApply() {
    track("OLD", 9);
    tables.track("STALE", ACCOUNT, "IDLE", Duration.ofHours(25));
    tables.track("YOUNG", ACCOUNT, "IDLE", Duration.ofHours(23));

    assertThat(claimed(10)).containsExactly("OLD");
    assertThat(keys(ledger.claim(between(null, tables.clock()), 10))).containsExactly("STALE");
  }

  @Test
  void cutoffIsExclusiveAndLowerBoundInclusive() {
    track("A", 20);
    Selection exact = between(tables.clock().minus(Duration.ofDays(30)), ago(Duration.ofDays(15)));

    assertThat(keys(ledger.claim(between(ago(Duration.ofDays(15)), tables.clock()), 10))).isEmpty();
    assertThat(keys(ledger.claim(between(null, ago(Duration.ofDays(25))), 10))).isEmpty();
    assertThat(keys(ledger.claim(exact, 10))).containsExactly("A");
  }

  @Test
  void sessionsCreatedInTheFutureAreNeverClaimed() {
    track("A", -1);
    Selection absurd =
        new Selection(
            selection.runId(),
            ACCOUNT,
            null,
            tables.clock().plus(Duration.ofDays(9)),
            Duration.ZERO);

    assertThat(ledger.claim(absurd, 10)).isEmpty();
  }

  @Test
  void otherAccountsAreNeverClaimed() {
    tables.track("A", "acme", "IDLE", Duration.ofDays(9));

    assertThat(claimed(10)).isEmpty();
  }

  @Test
  void heldIsNotClaimedUntilTheHoldExpires() {
    track("HELD", 9);
    track("STILL", 9);
    track("EXPIRED", 9);
    tables.hold("HELD", null);
    tables.hold("STILL", Duration.ofHours(1));
    tables.hold("EXPIRED", Duration.ofSeconds(-1));

    assertThat(claimed(10)).containsExactly("EXPIRED");
  }

  @Test
  void settledSessionIsNotClaimed() {
    track("SETTLED", 9);
    track("A", 9);
    tables.settle("SETTLED");

    assertThat(claimed(10)).containsExactly("A");
  }

  @ParameterizedTest
  @EnumSource(names = {"REMOVED", "STARTED", "MISSING"})
  void finalOutcomeOnRecordIsSettledAgainAndNotClaimed(Outcome outcome) {
    track("A", 9);
    tables.recorded("A", outcome, 0);

    assertThat(claimed(10)).isEmpty();

    assertThat(tables.isSettled("A")).isTrue();
  }

  @Test
  void reopenedSessionIsEligibleAgainUntilItsNextFinalOutcome() {
    track("A", 9);
    tables.recorded("A", Outcome.MISSING, 0);
    tables.reopen("A");

    List<Claim> claims = ledger.claim(selection, 10);

    assertThat(keys(claims)).containsExactly("A");
    assertThat(tables.isSettled("A")).isFalse();
    ledger.record(List.of(reply(claims.getFirst(), Outcome.MISSING, 404)));
    assertThat(otherLedger.claim(otherSelection, 10)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(names = {"FAILED", "HELD", "NOT_IDLE"})
  void otherOutcomesOfEarlierRunsDoNotPreventAClaim(Outcome outcome) {
    track("A", 9);
    tables.recorded("A", outcome, 0);

    assertThat(claimed(10)).containsExactly("A");
  }

  @Test
  void failedSessionsAreClaimedLast() {
    track("FAILED", 90);
    tables.recorded("FAILED", Outcome.FAILED, 0);
    track("A", 9);
    track("B", 8);

    assertThat(claimed(10)).containsExactly("A", "B");
    assertThat(claimed(10)).containsExactly("FAILED");
  }

  @Test
  void sessionIsClaimedOnceInARun() {
    Claim claim = claimed("A");
    ledger.record(List.of(Finding.withoutCall(claim, Outcome.FAILED, "all failed")));

    assertThat(claimed(10)).isEmpty();
    assertThat(keys(otherLedger.claim(otherSelection, 10))).containsExactly("A");
  }

  @Test
  void sessionHasOneOpenClaim() {
    claimed("A");

    assertThat(claimed(10)).isEmpty();
    assertThat(otherLedger.claim(otherSelection, 10)).isEmpty();
  }

  @Test
  void lockedRowIsSkippedAndClaimedWhenItIsFree() {
    track("LOCKED", 10);
    track("A", 9);

    try (var lock = tables.lock("LOCKED")) {
      assertThat(lock).isNotNull();
      assertThat(claimed(10)).containsExactly("A");
      assertThat(claimed(10)).isEmpty();
    }
    assertThat(claimed(10)).containsExactly("LOCKED");
  }

  private List<String> claimed(int limit) {
    return keys(ledger.claim(selection, limit));
  }
}
