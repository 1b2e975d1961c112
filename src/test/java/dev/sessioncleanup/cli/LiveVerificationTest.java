package dev.sessioncleanup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessioncleanup.database.DatabaseTest;
import dev.sessioncleanup.simulator.Exchange;
import dev.sessioncleanup.simulator.Fault;
import dev.sessioncleanup.truth.Truth;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@DatabaseTest
class LiveVerificationTest {
  private final World world = new World();

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void getIsSentBeforeEachDelete() {
    world.stale("LIV-0000000001", "LIV-0000000002", "LIV-0000000003");

    world.run("sweep", "--verify", "live").exitedWith(0);

    for (String key : List.of("LIV-0000000001", "LIV-0000000002", "LIV-0000000003")) {
      assertThat(methodsFor(key)).containsExactly("GET", "DELETE");
    }
    Truth.assertAuditIsTrue(world);
  }

  @Test
  void everyDocumentedStatusBeyondIdleIsNotIdleConfirmedAndSettled() {
    List<String> beyond =
        List.of("STARTED", "PROCESS", "QC_PASSED", "CONFIRM", "COMPLETE", "EXPIRED", "INVALID");
    for (String status : beyond) {
      world.stale("LIV-" + status);
      world.pave.status("LIV-" + status, status);
    }

    world.run("sweep", "--verify", "live").exitedWith(0);

    assertThat(world.audit())
        .hasSameSizeAs(beyond)
        .allSatisfy(
            row -> {
              assertThat(row.outcome()).isEqualTo("not_idle");
              assertThat(row.evidence()).isEqualTo("confirmed");
              assertThat(row.attempts()).isZero();
              assertThat(row.detail()).isEqualTo("status " + row.sessionKey().substring(4));
            });
    assertThat(world.pave.deletesByKey()).isEmpty();
    Truth.assertAuditIsTrue(world);
  }

  @Test
  void statusThatPaveDoesNotDocumentIsFailedWithTheStatus() {
    world.stale("LIV-0000000001", "LIV-0000000002");
    world.pave.status("LIV-0000000001", "HIBERNATED");

    world.run("sweep", "--verify", "live").exitedWith(7).says("1 session failed");

    assertThat(world.audited("LIV-0000000001"))
        .returns("failed", SessionAuditRow::outcome)
        .returns("status HIBERNATED is not a status that PAVE documents", SessionAuditRow::detail);
    assertThat(methodsFor("LIV-0000000001")).containsExactly("GET");
    assertThat(world.settled("LIV-0000000001")).isFalse();
    assertThat(world.onlyRun().state()).isEqualTo("partial");
    Truth.assertAuditIsTrue(world);
  }

  @Test
  void getThatFindsNothingIsMissingWithoutADelete() {
    world.stale("LIV-0000000001").track("default", "LIV-0000000404", "IDLE", "20 days");

    world.run("sweep", "--verify", "live").exitedWith(0);

    assertThat(world.audited("LIV-0000000404"))
        .returns("missing", SessionAuditRow::outcome)
        .returns("confirmed", SessionAuditRow::evidence)
        .returns(0, SessionAuditRow::attempts)
        .returns(404, SessionAuditRow::httpStatus);
    assertThat(methodsFor("LIV-0000000404")).containsExactly("GET");
    assertThat(world.settled("LIV-0000000404")).isTrue();
    Truth.assertAuditIsTrue(world);
  }

  @Test
  void sessionStartedBetweenGetAndDeleteIsStarted() {
    world.stale("LIV-0000000001");
    world.pave.beforeReply(
        exchange -> {
          if (exchange.method().equals("GET")) {
            world.pave.start(exchange.sessionKey());
          }
        });

    world.run("sweep", "--verify", "live").exitedWith(0);

    assertThat(world.audited("LIV-0000000001").outcome()).isEqualTo("started");
    Truth.assertAuditIsTrue(world);
  }

  @Test
  void proxyThatRepeatsDeleteIsNamedAndNothingIsMissing() {
    world.stale("LIV-0000000001", "LIV-0000000002").stale("LIV-0000000003");
    List<String> repeated = List.of("LIV-0000000001", "LIV-0000000002");
    world.pave.faults(
        request ->
            request.method().equals("DELETE") && repeated.contains(request.sessionKey())
                ? Optional.of(Fault.REPEATED_DELETE)
                : Optional.empty());

    world
        .run("sweep", "--verify", "live")
        .exitedWith(0)
        .says("warning", "GET found 2 sessions IDLE", "a proxy that repeats DELETE requests");

    assertThat(repeated)
        .allSatisfy(
            key ->
                assertThat(world.audited(key))
                    .returns("removed", SessionAuditRow::outcome)
                    .returns("inferred", SessionAuditRow::evidence));
    Truth.assertAuditIsTrue(world);
  }

  private List<String> methodsFor(String key) {
    return world.pave.log().stream()
        .filter(exchange -> exchange.sessionKey().equals(key))
        .map(Exchange::method)
        .toList();
  }
}
