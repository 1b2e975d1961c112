package dev.sessioncleanup.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessioncleanup.ledger.Backlog;
import dev.sessioncleanup.ledger.Claim;
import dev.sessioncleanup.ledger.ClaimUpdate;
import dev.sessioncleanup.ledger.Outcome;
import dev.sessioncleanup.ledger.Selection;
import dev.sessioncleanup.runs.RunState;
import dev.sessioncleanup.tracking.Standing;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Counts of eligible and ineligible sessions, and of claims to wait for. */
public abstract class BacklogContract extends TablesContract {
  private final Backlog backlog;

  protected BacklogContract(TablesUnderTest tables) {
    super(tables);
    this.backlog = tables.backlog(process);
  }

  @Test
  void eligibleReturnsTheCountAndTheAge() {
    assertThat(backlog.eligible(selection)).isEqualTo(new Backlog.Eligible(0, null, null));
    track("A", 30);
    track("B", 20);
    track("C", 10);
    track("YOUNG", 2);
    Instant now = tables.clock();

    Backlog.Eligible eligible = backlog.eligible(selection);

    assertThat(eligible.count()).isEqualTo(3);
    assertThat(eligible.oldest()).isBetween(now.minus(Duration.ofDays(31)), daysBefore(now, 29));
    assertThat(eligible.newest()).isBetween(now.minus(Duration.ofDays(11)), daysBefore(now, 9));
  }

  @Test
  void countDoesNotSkipLockedRows() {
    track("A", 9);

    try (var lock = tables.lock("A")) {
      assertThat(lock).isNotNull();
      assertThat(backlog.eligible(selection).count()).isOne();
      assertThat(backlog.left(selection).eligible()).isOne();
    }
  }

  @Test
  void ineligibleSessionsAreCountedByReason() {
    track("A", 9);
    track("YOUNG", 2);
    track("HELD", 9);
    tables.hold("HELD", null);
    track("NO LONGER HELD", 9);
    tables.hold("NO LONGER HELD", Duration.ofHours(-1));
    tables.track("STARTED", ACCOUNT, "STARTED", Duration.ofDays(9));
    tables.track("HELD AND STARTED", ACCOUNT, "STARTED", Duration.ofDays(9));
    tables.hold("HELD AND STARTED", null);
    tables.track("STARTED YOUNG", ACCOUNT, "STARTED", Duration.ofDays(2));
    tables.track("ACME", "acme", "IDLE", Duration.ofDays(9));
    track("SETTLED", 9);
    tables.settle("SETTLED");

    assertThat(backlog.leftAlone(selection)).isEqualTo(new Backlog.LeftAlone(4, 2, 1));
  }

  @Test
  void orphansAreTheClaimsThatARunWouldTakeOver() {
    track("A", 10);
    track("B", 9);
    track("YOUNG", 8);
    otherLedger.claim(otherSelection, 3);
    tables.changeAge("YOUNG", Duration.ofHours(23));
    assertThat(backlog.orphans(selection)).isZero();

    tables.loseLock(other);

    assertThat(backlog.orphans(selection)).isEqualTo(2);
    assertThat(backlog.orphans(otherSelection)).isZero();
    assertThat(backlog.orphans(between(ago(Duration.ofHours(228)), tables.clock()))).isOne();
    assertThat(keys(ledger.takeOver(selection, 10))).containsExactly("A", "B");
    assertThat(backlog.orphans(selection)).isZero();
  }

  /** A run releases what a cancelled run did not send, before it claims sessions. */
  @Test
  void unsentClaimOfACancelledRunIsEligibleAndNoOrphan() {
    track("A", 10);
    track("HELD", 9);
    otherLedger.claim(otherSelection, 2);
    tables.hold("HELD", null);
    tables.changeState(otherSelection.runId(), RunState.CANCELLED);
    assertThat(backlog.eligible(selection).count()).isZero();

    tables.loseLock(other);

    assertThat(backlog.eligible(selection).count()).isOne();
    assertThat(backlog.orphans(selection)).isZero();
    assertThat(left(selection)).isEqualTo(List.of(0L, 0L, 2L));
    assertThat(ledger.takeOverOfRun(selection, 10)).isEmpty();
    assertThat(left(selection)).isEqualTo(List.of(1L, 0L, 0L));
  }

  @Test
  void leftCountsClaimableSessionsAndClaimsOfOthers() {
    track("A", 10);
    track("B", 9);
    track("C", 8);
    ledger.claim(selection, 1);
    otherLedger.claim(otherSelection, 1);

    assertThat(left(selection)).isEqualTo(List.of(1L, 1L, 1L));
  }

  @Test
  void progressChangesWhenOthersMakeProgress() {
    track("A", 9);
    Claim claim = otherLedger.claim(otherSelection, 1).getFirst();
    long before = backlog.left(selection).progress();
    assertThat(backlog.left(selection).progress()).isEqualTo(before);

    otherLedger.update(List.of(new ClaimUpdate(claim, ClaimUpdate.SendEffect.UNKNOWN, 1, null)));

    assertThat(backlog.left(selection).progress()).isNotEqualTo(before);
  }

  @Test
  void claimOutsideTheDatesIsNotWaitedFor() {
    track("A", 10);
    otherLedger.claim(otherSelection, 1);

    assertThat(left(between(ago(Duration.ofDays(9)), tables.clock())))
        .isEqualTo(List.of(0L, 0L, 0L));
    assertThat(left(between(null, ago(Duration.ofDays(11))))).isEqualTo(List.of(0L, 0L, 0L));
    assertThat(left(between(ago(Duration.ofDays(11)), tables.clock())))
        .isEqualTo(List.of(0L, 0L, 1L));
  }

  /** Only a sweep takes over such a claim, because its date is unknown. */
  @Test
  void claimWhoseTrackedRowIsGoneIsWaitedForByASweepOnly() {
    track("A", 9);
    otherLedger.claim(otherSelection, 1);
    tables.untrack("A");

    assertThat(left(selection)).isEqualTo(List.of(0L, 0L, 1L));
    assertThat(left(between(Instant.EPOCH, tables.clock()))).isEqualTo(List.of(0L, 0L, 0L));
  }

  /** No process may finish it before it is old enough. */
  @Test
  void claimOfASessionThatIsNowTooYoungIsNotWaitedFor() {
    track("A", 9);
    otherLedger.claim(selection, 1);
    tables.changeAge("A", Duration.ofHours(23));

    assertThat(left(selection)).isEqualTo(List.of(0L, 0L, 0L));
  }

  @Test
  void standingIsTheCurrentTrackedState() {
    track("STALE", 9);
    track("HELD", 9);
    tables.hold("HELD", null);
    tables.track("STARTED", ACCOUNT, "STARTED", Duration.ofDays(9));
    tables.track("DOUBTFUL", ACCOUNT, "DELETED", Duration.ofDays(9));
    tables.recorded("DOUBTFUL", Outcome.FAILED, 1);
    tables.recorded("GONE IN DOUBT", Outcome.FAILED, 1);
    tables.track("YOUNG", ACCOUNT, "IDLE", Duration.ofHours(23));
    tables.track("HELD AND STARTED", ACCOUNT, "STARTED", Duration.ofDays(9));
    tables.hold("HELD AND STARTED", null);
    track("IDLE IN DOUBT", 9);
    tables.recorded("IDLE IN DOUBT", Outcome.FAILED, 1);
    Map<String, Standing> expected =
        Map.of(
            "STALE", Standing.STALE,
            "HELD", Standing.HELD,
            "STARTED", Standing.NOT_IDLE,
            "GONE", Standing.NOT_IDLE,
            "DOUBTFUL", Standing.DOUBTFUL,
            "GONE IN DOUBT", Standing.DOUBTFUL,
            "YOUNG", Standing.YOUNG,
            "HELD AND STARTED", Standing.HELD,
            "IDLE IN DOUBT", Standing.STALE);

    assertThat(tables.standings().standing(expected.keySet(), FLOOR)).isEqualTo(expected);
  }

  private List<Long> left(Selection chosen) {
    Backlog.Left left = backlog.left(chosen);
    return List.of(left.eligible(), left.own(), left.others());
  }

  private static Instant daysBefore(Instant now, int days) {
    return now.minus(Duration.ofDays(days));
  }
}
