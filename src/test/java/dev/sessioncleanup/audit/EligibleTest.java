package dev.sessioncleanup.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessioncleanup.database.DatabaseTest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The table "Eligible" of the architecture, row by row, asked of the claim itself. */
@DatabaseTest
class EligibleTest {
  private final LedgerTable table = new LedgerTable();
  private final Ledger ledger = table.ledger(1);
  private final Selection selection = LedgerTable.selection(table.run());

  @AfterEach
  void close() {
    table.close();
  }

  @Test
  void oldestComeFirst() {
    table.track("B", "9 days").track("C", "8 days").track("A", "10 days");

    assertThat(claimed(2)).containsExactly("A", "B");
    assertThat(claimed(2)).containsExactly("C");
    assertThat(claimed(2)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"STARTED", "COMPLETE", "EXPIRED", "idle", "A NEW WORD", ""})
  void otherStatusIsNeverClaimed(String status) {
    table.track("A", "9 days", "default", status);

    assertThat(claimed(10)).isEmpty();
  }

  @Test
  void cutoffAndFloorBothHold() {
    table.track("OLD", "9 days").track("STALE", "25 hours").track("YOUNG", "23 hours");
    Selection loose =
        new Selection(selection.runId(), "default", null, Instant.now(), LedgerTable.FLOOR);

    assertThat(claimed(10)).containsExactly("OLD");
    assertThat(keys(ledger.claim(loose, 10, List.of()))).containsExactly("STALE");
  }

  @Test
  void sessionsOfTheFutureAreNeverClaimed() {
    table.track("A", "-1 days");
    Selection absurd =
        new Selection(
            selection.runId(),
            "default",
            null,
            Instant.now().plus(Duration.ofDays(9)),
            Duration.ZERO);

    assertThat(ledger.claim(absurd, 10, List.of())).isEmpty();
  }

  @Test
  void otherAccountsAreNeverClaimed() {
    table.track("A", "9 days", "acme", "IDLE");

    assertThat(claimed(10)).isEmpty();
  }

  @Test
  void heldIsNotClaimedUntilTheHoldExpires() {
    table.track("HELD", "9 days").hold("HELD", null);
    table.track("STILL", "9 days").hold("STILL", "1 hour");
    table.track("EXPIRED", "9 days").hold("EXPIRED", "-1 second");

    assertThat(claimed(10)).containsExactly("EXPIRED");
  }

  @ParameterizedTest
  @ValueSource(strings = {"removed", "started", "missing"})
  void finalOutcomeOnRecordIsSettledAgainAndNotClaimed(String outcome) {
    table.track("A", "9 days").recorded("A", outcome, 0);

    assertThat(claimed(10)).isEmpty();

    assertThat(table.settled("A")).isTrue();
  }

  @Test
  void reopenedSessionIsEligibleAgain() {
    table.track("A", "9 days").recorded("A", "missing", 0);
    table
        .jdbc
        .sql(
            """
            insert into session_reopen (session_key, reason, reopened_by)
            values ('A', 'the key was wrong', 'an operator')
            """)
        .update();

    assertThat(claimed(10)).containsExactly("A");
    assertThat(table.settled("A")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"failed", "held", "not_idle"})
  void otherOutcomesOfEarlierRunsDoNotStandInTheWay(String outcome) {
    table.track("A", "9 days").recorded("A", outcome, 0);

    assertThat(claimed(10)).containsExactly("A");
  }

  @Test
  void failedComeLastHoweverOldTheyAre() {
    table.track("FAILED", "90 days").recorded("FAILED", "failed", 0);
    table.track("A", "9 days").track("B", "8 days");

    assertThat(claimed(10)).containsExactly("A", "B");
    assertThat(claimed(10)).containsExactly("FAILED");
  }

  @Test
  void sessionIsClaimedOnceInARun() {
    table.track("A", "9 days");
    List<Claim> claims = ledger.claim(selection, 10, List.of());
    ledger.record(List.of(Finding.withoutCall(claims.getFirst(), Outcome.FAILED, "all failed")));

    assertThat(claimed(10)).isEmpty();
  }

  @Test
  void openClaimOfAnotherRunIsNotClaimed() {
    table.track("A", "9 days");
    table.ledger(2).claim(LedgerTable.selection(table.run()), 10, List.of());

    assertThat(claimed(10)).isEmpty();
  }

  @Test
  void settledAndSetAsideAreNotClaimed() {
    table.track("SETTLED", "9 days").track("ASIDE", "9 days").track("A", "9 days");
    table
        .jdbc
        .sql("update tracked_session set settled_at = now() where session_key = 'SETTLED'")
        .update();

    assertThat(keys(ledger.claim(selection, 10, List.of("ASIDE")))).containsExactly("A");
  }

  private List<String> claimed(int limit) {
    return keys(ledger.claim(selection, limit, List.of()));
  }

  private static List<String> keys(List<Claim> claims) {
    return claims.stream().map(Claim::sessionKey).toList();
  }
}
