package dev.sessioncleanup.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessioncleanup.database.DatabaseTest;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A row that the tracking application has locked holds up itself alone. */
@DatabaseTest
@Timeout(value = 20, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LockedRowsTest {
  private final LedgerTable table =
      new LedgerTable().track("LOCKED", "10 days").track("A", "9 days").track("B", "8 days");
  private final Ledger ledger = table.ledger(1);
  private final Selection selection = LedgerTable.selection(table.run());

  @AfterEach
  void close() {
    table.close();
  }

  @Test
  void claimSkipsALockedRowAndTakesItWhenItIsFree() throws SQLException {
    try (Connection tracker = lock()) {
      assertThat(keys(ledger.claim(selection, 10, List.of()))).containsExactly("A", "B");
      tracker.rollback();
    }
    assertThat(keys(ledger.claim(selection, 10, List.of()))).containsExactly("LOCKED");
  }

  @Test
  void countDoesNotSkipLockedRows() throws SQLException {
    try (Connection tracker = lock()) {
      assertThat(new Backlog(table.jdbc, 1).eligible(selection, List.of()).count()).isEqualTo(3);
      tracker.rollback();
    }
  }

  @Test
  void recordLeavesOutALockedSessionAndRecordsTheOthers() throws SQLException {
    List<Claim> claims = ledger.claim(selection, 10, List.of());
    List<Finding> findings =
        claims.stream()
            .map(claim -> table.granted(ledger, claim))
            .map(claim -> new Finding(claim, Outcome.REMOVED, true, true, 200, "gone", 5))
            .toList();

    try (Connection tracker = lock()) {
      assertThat(ids(ledger.record(findings))).containsExactlyElementsOf(ids(claims, "A", "B"));
      tracker.rollback();
    }

    assertThat(table.settled("A")).isTrue();
    assertThat(table.settled("LOCKED")).isFalse();
    assertThat(ids(ledger.record(findings))).containsExactlyElementsOf(ids(claims, "LOCKED"));
    assertThat(table.settled("LOCKED")).isTrue();
  }

  /**
   * What is left out because of a lock is kept; that includes proof that a former owner received.
   */
  @Test
  void lockedRowsStayRecordableForTheirOwnerAndForProofOfAnybody() throws SQLException {
    Claim claim = table.granted(ledger, ledger.claim(selection, 1, List.of()).getFirst());
    Finding removed = new Finding(claim, Outcome.REMOVED, true, true, 200, "gone", 5);
    Finding missing = new Finding(claim, Outcome.MISSING, true, true, 404, "unknown", 5);
    Ledger other = table.ledger(2);

    try (Connection tracker = lock()) {
      assertThat(other.record(List.of(removed))).isEmpty();
      assertThat(other.recordable(List.of(removed))).containsExactly(claim.auditId());
      assertThat(other.recordable(List.of(missing))).isEmpty();
      assertThat(ledger.recordable(List.of(missing))).containsExactly(claim.auditId());
      tracker.rollback();
    }
    assertThat(other.record(List.of(removed))).hasSize(1);
    assertThat(ledger.recordable(List.of(missing, removed))).isEmpty();
  }

  private Connection lock() throws SQLException {
    Connection tracker = table.database.connection();
    tracker.setAutoCommit(false);
    try (var statement = tracker.createStatement()) {
      statement.execute(
          "update tracked_session set updated_at = now() where session_key = 'LOCKED'");
    }
    return tracker;
  }

  private static List<Long> ids(List<Recorded> rows) {
    return rows.stream().map(Recorded::auditId).toList();
  }

  private static List<Long> ids(List<Claim> claims, String... keys) {
    return claims.stream()
        .filter(claim -> List.of(keys).contains(claim.sessionKey()))
        .map(Claim::auditId)
        .toList();
  }

  private static List<String> keys(List<Claim> claims) {
    return claims.stream().map(Claim::sessionKey).toList();
  }
}
