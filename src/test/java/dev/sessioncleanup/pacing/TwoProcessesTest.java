package dev.sessioncleanup.pacing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessioncleanup.database.DatabaseTest;
import dev.sessioncleanup.pacing.Grant.Verdict;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Two live processes with a run each, on one account. */
@DatabaseTest
class TwoProcessesTest {
  private static final double ONE_A_MINUTE = 1 / 60.0;
  private static final long THEIRS = 61;

  @AutoClose private final PaceFixture fixture = new PaceFixture();

  @Test
  void oneRequestAMinuteIsSharedByBoth() {
    JdbcRateLimiter ours = fixture.slots(ONE_A_MINUTE);
    JdbcRateLimiter theirs = fixture.other(ONE_A_MINUTE, THEIRS);

    assertThat(fixture.ask(ours, 1).verdict()).isEqualTo(Verdict.GRANTED);
    assertThat(fixture.ask(theirs, THEIRS).verdict()).isEqualTo(Verdict.WAIT);
    fixture.pass(Duration.ofSeconds(55));
    assertThat(fixture.ask(theirs, THEIRS).verdict()).isEqualTo(Verdict.WAIT);
    assertThat(fixture.ask(ours, 2).verdict()).isEqualTo(Verdict.WAIT);
    fixture.pass(Duration.ofSeconds(6));
    assertThat(fixture.ask(theirs, THEIRS).verdict()).isEqualTo(Verdict.GRANTED);
    assertThat(fixture.ask(ours, 2).verdict()).isEqualTo(Verdict.WAIT);
    fixture.pass(Duration.ofSeconds(61));
    assertThat(fixture.ask(ours, 2).verdict()).isEqualTo(Verdict.GRANTED);
  }

  @Test
  void slotsAlternateBetweenTheProcesses() {
    List<Long> ours =
        PaceFixture.granted(fixture.slots(50).ask(PaceFixture.deletes(1, 2), GrantLead.SHORTEST));
    List<Long> theirs =
        PaceFixture.granted(
            fixture
                .other(50, THEIRS)
                .ask(PaceFixture.deletes(THEIRS, THEIRS + 1), GrantLead.SHORTEST));

    assertThat(ours).hasSize(2);
    assertThat(theirs).hasSize(2);
    assertThat(theirs.getFirst() - ours.getLast()).isGreaterThanOrEqualTo(20_202);
  }

  @Test
  void throttleOfOneProcessMakesTheOtherWaitWithAReason() {
    JdbcRateLimiter ours = fixture.slots(50);
    JdbcRateLimiter theirs = fixture.other(50, THEIRS);
    long refused = fixture.ask(ours, 1).slotMicros();
    assertThat(fixture.ask(theirs, THEIRS).verdict()).isEqualTo(Verdict.GRANTED);

    ours.slowDown(refused, Duration.ofSeconds(30), "429: Too Many Requests");

    GrantReply held = theirs.ask(PaceFixture.deletes(THEIRS + 1, THEIRS + 2), GrantLead.SHORTEST);
    assertThat(held.grants()).extracting(Grant::verdict).containsOnly(Verdict.WAIT);
    assertThat(held.askMicros() - held.serverMicros()).isBetween(20_000_000L, 30_000_000L);
    assertThat(held.pace().throttledUntil()).isNotNull();
    assertThat(held.pace().reason()).isEqualTo("429: Too Many Requests");
    fixture.pass(Duration.ofSeconds(31));
    GrantReply released =
        theirs.ask(PaceFixture.deletes(THEIRS + 1, THEIRS + 2), GrantLead.SHORTEST);
    assertThat(released.grants()).extracting(Grant::verdict).containsOnly(Verdict.GRANTED);
    assertThat(released.pace().throttledUntil()).isNull();
    assertThat(released.pace().share()).isBetween(0.97, 1.0);
  }

  @Test
  void otherAccountsDoNotWait() {
    JdbcRateLimiter ours = fixture.slots(50);
    ours.slowDown(fixture.ask(ours, 1).slotMicros(), Duration.ofSeconds(30), "429");
    fixture.jdbc.sql("update cleanup_pace set account = 'acme'").update();

    assertThat(fixture.ask(ours, 2).verdict()).isEqualTo(Verdict.GRANTED);
  }
}
