package dev.sessioncleanup.pacing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessioncleanup.database.DatabaseTest;
import dev.sessioncleanup.pacing.Answer.Verdict;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Two live processes with a run each, on one account. */
@DatabaseTest
class TwoProcessesTest {
  private static final double ONE_A_MINUTE = 1 / 60.0;
  private static final long THEIRS = 61;

  @AutoClose private final PaceStage stage = new PaceStage();

  @Test
  void oneRequestAMinuteIsSharedByBoth() {
    JdbcSlots ours = stage.slots(ONE_A_MINUTE);
    JdbcSlots theirs = stage.other(ONE_A_MINUTE, THEIRS);

    assertThat(stage.ask(ours, 1).verdict()).isEqualTo(Verdict.GRANTED);
    assertThat(stage.ask(theirs, THEIRS).verdict()).isEqualTo(Verdict.WAIT);
    stage.pass(Duration.ofSeconds(55));
    assertThat(stage.ask(theirs, THEIRS).verdict()).isEqualTo(Verdict.WAIT);
    assertThat(stage.ask(ours, 2).verdict()).isEqualTo(Verdict.WAIT);
    stage.pass(Duration.ofSeconds(6));
    assertThat(stage.ask(theirs, THEIRS).verdict()).isEqualTo(Verdict.GRANTED);
    assertThat(stage.ask(ours, 2).verdict()).isEqualTo(Verdict.WAIT);
    stage.pass(Duration.ofSeconds(61));
    assertThat(stage.ask(ours, 2).verdict()).isEqualTo(Verdict.GRANTED);
  }

  @Test
  void slotsOfBothTakeTurns() {
    List<Long> ours = PaceStage.granted(stage.slots(50).ask(PaceStage.deletes(1, 2)));
    List<Long> theirs =
        PaceStage.granted(stage.other(50, THEIRS).ask(PaceStage.deletes(THEIRS, THEIRS + 1)));

    assertThat(ours).hasSize(2);
    assertThat(theirs).hasSize(2);
    assertThat(theirs.getFirst() - ours.getLast()).isGreaterThanOrEqualTo(20_202);
  }

  @Test
  void refusalOfOneHoldsTheOtherAndSaysWhy() {
    JdbcSlots ours = stage.slots(50);
    JdbcSlots theirs = stage.other(50, THEIRS);
    long refused = stage.ask(ours, 1).slotMicros();
    assertThat(stage.ask(theirs, THEIRS).verdict()).isEqualTo(Verdict.GRANTED);

    ours.slowDown(refused, Duration.ofSeconds(30), "429: Too Many Requests");

    Grants held = theirs.ask(PaceStage.deletes(THEIRS + 1, THEIRS + 2));
    assertThat(held.answers()).extracting(Answer::verdict).containsOnly(Verdict.WAIT);
    assertThat(held.askMicros() - held.serverMicros()).isBetween(20_000_000L, 30_000_000L);
    assertThat(held.pace().heldUntil()).isNotNull();
    assertThat(held.pace().reason()).isEqualTo("429: Too Many Requests");
    stage.pass(Duration.ofSeconds(31));
    Grants released = theirs.ask(PaceStage.deletes(THEIRS + 1, THEIRS + 2));
    assertThat(released.answers()).extracting(Answer::verdict).containsOnly(Verdict.GRANTED);
    assertThat(released.pace().heldUntil()).isNull();
    assertThat(released.pace().share()).isBetween(0.97, 1.0);
  }

  @Test
  void otherAccountsAreNotHeld() {
    JdbcSlots ours = stage.slots(50);
    ours.slowDown(stage.ask(ours, 1).slotMicros(), Duration.ofSeconds(30), "429");
    stage.jdbc.sql("update cleanup_pace set account = 'acme'").update();

    assertThat(stage.ask(ours, 2).verdict()).isEqualTo(Verdict.GRANTED);
  }
}
