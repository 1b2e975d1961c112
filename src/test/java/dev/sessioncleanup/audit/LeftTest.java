package dev.sessioncleanup.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessioncleanup.database.DatabaseTest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a run still has to do or to wait for. */
@DatabaseTest
class LeftTest {
  private final LedgerTable table =
      new LedgerTable().track("A", "10 days").track("B", "9 days").track("C", "8 days");
  private final Selection theirs = LedgerTable.selection(table.run());
  private final Selection ours = LedgerTable.selection(table.run());
  private final Ledger them = table.ledger(2);
  private final Remains us = new Backlog(table.jdbc, 1);

  @AfterEach
  void close() {
    table.close();
  }

  @Test
  void countsWhatMayBeClaimedAndWhatOthersHold() {
    table.ledger(1).claim(ours, 1, List.of());
    them.claim(theirs, 1, List.of());

    assertThat(left(ours)).isEqualTo(List.of(1L, 1L, 1L));
  }

  @Test
  void movementShowsThatOthersGetOn() {
    Claim claim = them.claim(theirs, 1, List.of()).getFirst();
    long before = us.left(ours, List.of()).movement();
    assertThat(us.left(ours, List.of()).movement()).isEqualTo(before);

    table.granted(them, claim);

    assertThat(us.left(ours, List.of()).movement()).isNotEqualTo(before);
  }

  @Test
  void claimOutsideTheDatesIsNotWaitedFor() {
    them.claim(theirs, 1, List.of());
    Instant nineAndAHalf = Instant.now().minus(Duration.ofHours(228));
    Selection later =
        new Selection(
            ours.runId(), "default", nineAndAHalf, ours.createdBefore(), LedgerTable.FLOOR);

    assertThat(left(later)).isEqualTo(List.of(2L, 0L, 0L));
  }

  /** Such a claim is taken over by a sweep alone: nobody knows its date. */
  @Test
  void claimWhoseTrackedRowIsGoneIsWaitedForByASweepOnly() {
    them.claim(theirs, 1, List.of());
    table.jdbc.sql("delete from tracked_session where session_key = 'A'").update();
    Selection backfill =
        new Selection(
            ours.runId(), "default", Instant.EPOCH, ours.createdBefore(), LedgerTable.FLOOR);

    assertThat(left(ours)).isEqualTo(List.of(2L, 0L, 1L));
    assertThat(left(backfill)).isEqualTo(List.of(2L, 0L, 0L));
    assertThat(table.ledger(1).takeOver(backfill, 10)).isEmpty();
    assertThat(table.ledger(1).takeOver(ours, 10)).hasSize(1);
  }

  /** Nobody may finish it before it is old enough. */
  @Test
  void claimOfASessionThatIsTooYoungByNowIsNotWaitedFor() {
    them.claim(ours, 1, List.of());
    table
        .jdbc
        .sql("update tracked_session set created_at = now() where session_key = 'A'")
        .update();

    assertThat(left(ours)).isEqualTo(List.of(2L, 0L, 0L));
    assertThat(table.ledger(1).takeOver(ours, 10)).isEmpty();
  }

  private List<Long> left(Selection selection) {
    Remains.Left left = us.left(selection, List.of());
    return List.of(left.eligible(), left.own(), left.others());
  }
}
