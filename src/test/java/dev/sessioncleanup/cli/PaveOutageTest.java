package dev.sessioncleanup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessioncleanup.database.DatabaseTest;
import dev.sessioncleanup.simulator.Fault;
import dev.sessioncleanup.truth.Truth;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** PAVE is unavailable, or throttles every call. */
@DatabaseTest
class PaveOutageTest {
  private final World world =
      new World().set("cleanup.unavailable-after", "5s").set("pave.read-timeout", "500ms");

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void outageEndsTheRunAndTheSameCommandResumesIt() {
    stale(40);
    outageFromRequest(20);

    world
        .run("sweep")
        .exitedWith(5)
        .says(
            "PAVE gave no recognised reply for ",
            "cleanup.unavailable-after",
            "The last call: the connection was lost");

    assertThat(world.onlyRun().state()).isEqualTo("failed");
    assertThat(world.audit()).allMatch(row -> row.failures() == 0);
    world.pave.clearFaults();

    world.run("sweep").exitedWith(0);

    assertThat(world.runs())
        .extracting(CleanupRunRow::state)
        .containsExactly("complete", "complete");
    assertThat(world.audit()).hasSize(40).allMatch(row -> row.runId() == 1);
    Truth.assertAuditIsTrue(world);
  }

  @Test
  void outageWithOneSessionLeftCostsItNoAttempts() {
    stale(2);
    world.set("cleanup.max-in-flight", "1");
    outageFromRequest(2);

    world.run("sweep").exitedWith(5);

    assertThat(world.audit())
        .filteredOn(row -> row.outcome() == null)
        .singleElement()
        .returns(0, SessionAuditRow::failures);
    world.pave.clearFaults();

    world.run("sweep").exitedWith(0);

    Truth.assertAuditIsTrue(world);
  }

  @Test
  void throttlingOfEveryCallEndsTheRun() {
    stale(3);
    world.pave.faults(request -> Optional.of(Fault.throttle("1")));

    long start = System.nanoTime();
    world.run("sweep").exitedWith(5).says("The last call: 429: Too Many Requests");

    assertThat((System.nanoTime() - start) / 1e9).isBetween(5.0, 20.0);
    assertThat(world.onlyRun().state()).isEqualTo("failed");
    assertThat(world.audit()).allMatch(row -> row.failures() == 0 && row.unanswered() == 0);
  }

  @Test
  void lastSessionThatHangsFailsEvenWithAShortLimit() {
    stale(3);
    world.set("cleanup.unavailable-after", "2s");
    world.pave.faults(
        request ->
            request.method().equals("DELETE") && request.sessionKey().equals(key(3))
                ? Optional.of(Fault.HANG_BEFORE)
                : Optional.empty());

    world.run("sweep").exitedWith(7).says("1 session failed");

    assertThat(world.audited(key(3)))
        .returns("failed", SessionAuditRow::outcome)
        .returns(5, SessionAuditRow::attempts);
  }

  /** From then on no request reaches PAVE or is answered. */
  private void outageFromRequest(int number) {
    world.pave.beforeReply(
        exchange -> {
          if (exchange.number() == number - 1) {
            world.pave.faults(request -> Optional.of(Fault.RESET_BEFORE));
          }
        });
  }

  private void stale(int sessions) {
    for (int i = 1; i <= sessions; i++) {
      world.stale(key(i));
    }
  }

  private static String key(int number) {
    return "AWY-%010d".formatted(number);
  }
}
