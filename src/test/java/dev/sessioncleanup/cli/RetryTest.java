package dev.sessioncleanup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessioncleanup.database.DatabaseTest;
import dev.sessioncleanup.simulator.Exchange;
import dev.sessioncleanup.simulator.Fault;
import dev.sessioncleanup.truth.Truth;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@DatabaseTest
class RetryTest {
  private static final String STUBBORN = "STB-0000000001";
  private static final String[] OTHERS = {"STB-0000000002", "STB-0000000003", "STB-0000000004"};
  private final World world = new World();

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void sessionThatAlwaysAnswers500FailsAloneAndComesLastInTheNextRun() {
    world.stale(STUBBORN).stale(OTHERS).set("cleanup.max-attempts", "3");
    world.pave.faultFor(STUBBORN, Fault.ERROR_500_BEFORE, 3);

    world.run("sweep").exitedWith(7).says(": partial (1 session failed; see report failures)");

    assertThat(world.audited(STUBBORN))
        .returns("failed", SessionAuditRow::outcome)
        .returns(3, SessionAuditRow::attempts)
        .returns(3, SessionAuditRow::failures)
        .returns(500, SessionAuditRow::httpStatus);
    assertThat(world.pave.removed()).containsExactly(OTHERS);
    assertThat(world.settled(STUBBORN)).isFalse();
    Truth.assertAuditIsTrue(world);

    world.stale("STB-0000000005", "STB-0000000006");
    world.run("sweep").exitedWith(0);

    assertThat(world.audit())
        .filteredOn(row -> row.runId() == 2)
        .extracting(SessionAuditRow::sessionKey)
        .containsExactly("STB-0000000005", "STB-0000000006", STUBBORN);
    Truth.assertAuditIsTrue(world);
  }

  @Test
  void missingAfterFiveTimeoutsInAnEarlierRunIsRemovedInferred() {
    world.stale(STUBBORN).stale(OTHERS).set("pave.read-timeout", "200ms");
    world.pave.faultFor(STUBBORN, Fault.HANG_AFTER, 5);

    world.run("sweep").exitedWith(7);
    assertThat(world.audited(STUBBORN))
        .returns("failed", SessionAuditRow::outcome)
        .returns(5, SessionAuditRow::attempts)
        .returns(5, SessionAuditRow::unanswered);

    world.run("sweep").exitedWith(0).says("(1 inferred from a 404)");

    assertThat(world.audit())
        .last()
        .returns(STUBBORN, SessionAuditRow::sessionKey)
        .returns("removed", SessionAuditRow::outcome)
        .returns("inferred", SessionAuditRow::evidence)
        .returns(404, SessionAuditRow::httpStatus);
    Truth.assertAuditIsTrue(world);
  }

  @Test
  void sessionThatAnswersAfterTwoFailuresIsRemovedInTheSameRun() {
    world.stale(STUBBORN).stale(OTHERS);
    world.pave.faultFor(STUBBORN, Fault.ERROR_500_BEFORE, 2);

    world.run("sweep").exitedWith(0);

    assertThat(world.audited(STUBBORN))
        .returns("removed", SessionAuditRow::outcome)
        .returns("confirmed", SessionAuditRow::evidence)
        .returns(3, SessionAuditRow::attempts);
  }

  @Test
  void removalWhoseReplyWas500IsRemovedInferred() {
    world.stale(STUBBORN);
    world.pave.faultFor(STUBBORN, Fault.ERROR_500_AFTER, 1);

    world.run("sweep").exitedWith(0);

    assertThat(world.audited(STUBBORN))
        .returns("removed", SessionAuditRow::outcome)
        .returns("inferred", SessionAuditRow::evidence)
        .returns(2, SessionAuditRow::attempts);
    Truth.assertAuditIsTrue(world);
  }

  @Test
  void retryAfterDelaysAllCallsAndCostsNoAttempts() {
    world.stale(STUBBORN).stale(OTHERS);
    world.set("cleanup.max-attempts", "1").set("cleanup.max-in-flight", "1");
    world.pave.faultFor(STUBBORN, Fault.throttle("2"), 1);

    world.run("sweep").exitedWith(0).says("throttled   1 time: 429: Too Many Requests");

    List<Exchange> log = world.pave.log();
    int refused = log.stream().map(Exchange::status).toList().indexOf(429);
    long wait = log.get(refused + 1).nanoTime() - log.get(refused).nanoTime();
    assertThat(TimeUnit.NANOSECONDS.toMillis(wait)).isGreaterThanOrEqualTo(2000);
    assertThat(world.audited(STUBBORN))
        .returns("removed", SessionAuditRow::outcome)
        .returns("confirmed", SessionAuditRow::evidence)
        .returns(0, SessionAuditRow::failures)
        .returns(0, SessionAuditRow::unanswered);
    Truth.assertAuditIsTrue(world);
  }
}
