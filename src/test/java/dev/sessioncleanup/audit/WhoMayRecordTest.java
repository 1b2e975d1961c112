package dev.sessioncleanup.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessioncleanup.database.DatabaseTest;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Who may record what, what it settles, and what doubt does to a 404. */
@DatabaseTest
class WhoMayRecordTest {
  private final LedgerTable table = new LedgerTable().track("A", "9 days");
  private final Ledger owner = table.ledger(1);
  private final Ledger other = table.ledger(2);
  private Claim claim = new Claim(0, 0, "", 0, 0, 0, 0);

  @BeforeEach
  void claimAndGrant() {
    List<Claim> claims = owner.claim(LedgerTable.selection(table.run()), 1, List.of());
    claim = table.granted(owner, claims.getFirst());
  }

  @AfterEach
  void close() {
    table.close();
  }

  @ParameterizedTest
  @CsvSource({"REMOVED, 200", "STARTED, 400"})
  void replyThatProvesItselfIsRecordedByWhoeverReceivedIt(Outcome outcome, int status) {
    assertThat(other.record(List.of(reply(outcome, status)))).hasSize(1);

    assertThat(table.outcome(claim)).isEqualTo(outcome.sql() + ", confirmed");
    assertThat(table.settled("A")).isTrue();
  }

  @ParameterizedTest
  @EnumSource(names = {"MISSING", "FAILED", "HELD", "NOT_IDLE"})
  void everythingElseIsRecordedByTheOwnerOnly(Outcome outcome) {
    Finding finding =
        outcome == Outcome.MISSING
            ? reply(outcome, 404)
            : Finding.withoutCall(claim, outcome, "found");

    assertThat(other.record(List.of(finding))).isEmpty();
    assertThat(table.outcome(claim)).isEqualTo("open");

    assertThat(owner.record(List.of(finding))).hasSize(1);
    assertThat(table.outcome(claim)).startsWith(outcome.sql());
  }

  @ParameterizedTest
  @CsvSource({
    "REMOVED, true, true",
    "STARTED, true, true",
    "MISSING, true, true",
    "NOT_IDLE, true, true",
    "NOT_IDLE, false, false",
    "HELD, false, false",
    "FAILED, false, false"
  })
  void settledIsWhatWillNeverChange(Outcome outcome, boolean confirmed, boolean settles) {
    boolean answers = outcome.compareTo(Outcome.MISSING) <= 0;
    owner.record(List.of(new Finding(claim, outcome, confirmed, answers, null, "found", null)));

    assertThat(table.settled("A")).isEqualTo(settles);
  }

  @Test
  void recordedRowIsNeverRecordedAgain() {
    owner.record(List.of(reply(Outcome.REMOVED, 200)));

    assertThat(owner.record(List.of(reply(Outcome.STARTED, 400)))).isEmpty();
    assertThat(table.outcome(claim)).isEqualTo("removed, confirmed");
    assertThat(owner.recorded(List.of(claim.auditId())))
        .containsExactly(new Recorded(claim.auditId(), Outcome.REMOVED, false));
  }

  @Test
  void missingAfterAnUnansweredSendOfThisRowIsRemovedInferred() {
    claim = table.granted(owner, claim);

    owner.record(List.of(reply(Outcome.MISSING, 404)));

    assertThat(table.outcome(claim)).isEqualTo("removed, inferred");
  }

  @Test
  void missingAfterAnUnansweredSendOfAnotherRunIsRemovedInferred() {
    table.recorded("A", "failed", 1);

    owner.record(List.of(reply(Outcome.MISSING, 404)));

    assertThat(table.outcome(claim)).isEqualTo("removed, inferred");
  }

  @Test
  void missingAfterAnAnsweredSendOfAnotherRunIsMissing() {
    table.recorded("A", "failed", 0);

    owner.record(List.of(reply(Outcome.MISSING, 404)));

    assertThat(table.outcome(claim)).isEqualTo("missing, confirmed");
  }

  @Test
  void doubtAboutAnotherSessionIsNoDoubt() {
    table.recorded("B", "failed", 1);

    owner.record(List.of(reply(Outcome.MISSING, 404)));

    assertThat(table.outcome(claim)).isEqualTo("missing, confirmed");
  }

  @Test
  void outcomeIsRecordedAlsoWhenTheTrackerHasDeletedItsRow() {
    table.jdbc.sql("delete from tracked_session").update();

    assertThat(owner.record(List.of(reply(Outcome.REMOVED, 200)))).hasSize(1);
  }

  @Test
  void onlyAClaimWithoutAnAttemptIsReleased() {
    table.track("B", "9 days");
    List<Claim> fresh = owner.claim(LedgerTable.selection(table.run()), 1, List.of());

    assertThat(other.release(fresh)).isZero();
    assertThat(owner.release(List.of(claim))).isZero();
    assertThat(owner.release(fresh)).isEqualTo(1);
  }

  private Finding reply(Outcome outcome, int status) {
    return new Finding(claim, outcome, true, true, status, "PAVE's words", 12);
  }
}
