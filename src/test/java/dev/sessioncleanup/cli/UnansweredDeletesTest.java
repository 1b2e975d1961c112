package dev.sessioncleanup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessioncleanup.database.DatabaseTest;
import dev.sessioncleanup.simulator.Fault;
import dev.sessioncleanup.simulator.Request;
import dev.sessioncleanup.truth.Truth;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A gateway lets GET pass, but answers no DELETE, or throttles each. */
@DatabaseTest
class UnansweredDeletesTest {
  private final World world =
      new World().set("cleanup.unavailable-after", "4s").set("pave.read-timeout", "300ms");

  @BeforeEach
  void track() {
    for (int i = 1; i <= 100; i++) {
      world.stale(key(i));
    }
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void deletesWithoutAReplyEndTheRunAndTheSameCommandResumesIt() {
    faultTo(request -> true, Fault.HANG_BEFORE);

    assertUnavailable();

    world.pave.clearFaults();
    world.run("sweep", "--max-share", "1").exitedWith(0);
    assertThat(world.pave.removed()).hasSize(100);
    Truth.assertAuditIsTrue(world);
  }

  @Test
  void throttledDeletesEndTheRun() {
    faultTo(request -> true, Fault.throttle("1"));

    assertUnavailable().says("The last call: 429: Too Many Requests");

    assertThat(world.audit()).allMatch(row -> row.unanswered() == 0);
  }

  @Test
  void unavailableDeletesWithRetryAfterEndTheRun() {
    faultTo(request -> true, Fault.unavailable("1"));

    assertUnavailable().says("The last call: 503 with text/html");
  }

  @Test
  void oneSessionThatIsAlwaysThrottledFailsAndTheOthersAreRemoved() {
    faultTo(request -> request.sessionKey().equals(key(100)), Fault.throttle("0"));

    world.run("sweep", "--max-share", "1").exitedWith(7);

    assertThat(world.pave.removed()).hasSize(99);
    assertThat(world.audited(key(100)))
        .returns("failed", SessionAuditRow::outcome)
        .matches(row -> row.attempts() <= 16);
  }

  private Shell.Ended assertUnavailable() {
    Shell.Ended ended =
        world
            .run("sweep", "--max-share", "1")
            .exitedWith(5)
            .says(
                "PAVE answers GET, but gave no recognised reply to a DELETE",
                "cleanup.unavailable-after");
    assertThat(world.audit()).allMatch(row -> row.failures() == 0 && row.outcome() == null);
    assertThat(deletes()).as("DELETEs").isBetween(5L, 32L + 10);
    return ended;
  }

  private long deletes() {
    return world.pave.log().stream().filter(exchange -> exchange.method().equals("DELETE")).count();
  }

  private void faultTo(Predicate<Request> which, Fault fault) {
    world.pave.faults(
        request ->
            request.method().equals("DELETE") && which.test(request)
                ? Optional.of(fault)
                : Optional.empty());
  }

  private static String key(int number) {
    return "DEL-%010d".formatted(number);
  }
}
