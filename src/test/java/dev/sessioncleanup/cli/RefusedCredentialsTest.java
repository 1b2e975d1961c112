package dev.sessioncleanup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessioncleanup.database.DatabaseTest;
import dev.sessioncleanup.simulator.Exchange;
import dev.sessioncleanup.simulator.Fault;
import dev.sessioncleanup.truth.Truth;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@DatabaseTest
class RefusedCredentialsTest {
  private static final String[] KEYS = {"REF-0000000001", "REF-0000000002", "REF-0000000003"};
  private final World world = new World();

  @BeforeEach
  void track() {
    world.stale(KEYS);
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void wrongSecretEndsTheRunBeforeAnotherSessionIsSent() {
    world.set("pave.accounts.default.api-secret", "hush-mistyped");

    world
        .run("sweep", "--rate", "1/s")
        .exitedWith(6)
        .says(": failed (PAVE refused the credentials");

    assertThat(world.pave.log())
        .extracting(Exchange::method)
        .containsExactly("DELETE", "GET", "GET");
    assertOnlyTheFirstWasTouched();
  }

  @Test
  void forbiddenEndsTheRunToo() {
    world.pave.faults(request -> Optional.of(Fault.FORBIDDEN));

    world.run("sweep", "--rate", "1/s").exitedWith(6).says("(403: Forbidden.)");

    assertOnlyTheFirstWasTouched();
  }

  @Test
  void refusalDuringTheRunLeavesOtherSessionsUnsent() {
    AtomicInteger deletes = new AtomicInteger();
    world.pave.faults(
        request ->
            deletes.get() > 1
                    || (request.method().equals("DELETE") && deletes.incrementAndGet() > 1)
                ? Optional.of(Fault.UNAUTHORIZED)
                : Optional.empty());

    world.run("sweep", "--rate", "2/s").exitedWith(6);

    assertThat(world.pave.deletesByKey()).containsOnlyKeys(KEYS[0], KEYS[1]);
    assertThat(world.pave.removed()).containsExactly(KEYS[0]);
    assertThat(world.audited(KEYS[0]).outcome()).isEqualTo("removed");
  }

  /** A proxy in front of PAVE refuses this one session. */
  @Test
  void singleRefusedSessionFailsAndTheOthersAreDeleted() {
    world.pave.faultFor(KEYS[0], Fault.FORBIDDEN, 100);

    world.set("cleanup.max-attempts", "2").run("sweep").exitedWith(7);

    assertThat(world.pave.removed()).containsExactly(KEYS[1], KEYS[2]);
    assertThat(world.audited(KEYS[0]))
        .returns("failed", SessionAuditRow::outcome)
        .returns(0, SessionAuditRow::unanswered);
    Truth.assertAuditIsTrue(world);
  }

  @Test
  void refusalsForFiveSecondsDoNotEndTheRun() {
    AtomicLong first = new AtomicLong();
    world.pave.faults(
        request -> {
          first.compareAndSet(0, System.nanoTime());
          boolean burst = System.nanoTime() - first.get() < Duration.ofSeconds(5).toNanos();
          return burst ? Optional.of(Fault.UNAUTHORIZED) : Optional.empty();
        });

    world.run("sweep").exitedWith(0);

    assertThat(world.pave.removed()).containsExactly(KEYS);
  }

  @Test
  void sameCommandWithTheRightKeyResumesTheRunAndStartsTheNext() {
    world.set("pave.accounts.default.api-secret", "hush-mistyped");
    world.run("sweep").exitedWith(6);
    String yesterday =
        world
            .jdbc
            .sql(
                """
                update cleanup_run set created_before = created_before - interval '1 day'
                returning created_before::text
                """)
            .query(String.class)
            .single();
    world.track("default", "REF-TONIGHT", "IDLE", "7 days 6 hours");
    world.pave.session(World.key("default"), "REF-TONIGHT", "IDLE");

    world
        .account("default")
        .run("sweep")
        .exitedWith(0)
        .says("Run 1 (nightly, resumed)", "Run 2 (nightly)");

    assertThat(world.runs())
        .hasSize(2)
        .allMatch(run -> run.state().equals("complete") && run.reason() == null);
    assertThat(world.runs().getFirst().createdBefore()).isEqualTo(yesterday);
    for (String key : KEYS) {
      assertThat(world.audited(key).runId()).isEqualTo(1);
    }
    assertThat(world.audited("REF-TONIGHT").runId()).isEqualTo(2);
    Truth.assertAuditIsTrue(world);
  }

  @Test
  void otherCommandDoesNotResumeTheRun() {
    world.set("pave.accounts.default.api-secret", "hush-mistyped");
    world.run("sweep").exitedWith(6);

    world
        .account("default")
        .run("backfill", "--from", "2024-01-01", "--to", "2099-01-01", "--yes")
        .exitedWith(0);

    assertThat(world.runs()).extracting(CleanupRunRow::state).containsExactly("failed", "complete");
    Truth.assertAuditIsTrue(world);
  }

  /** A refused call certainly had no effect: it costs an attempt and leaves no doubt. */
  private void assertOnlyTheFirstWasTouched() {
    assertThat(world.onlyRun().state()).isEqualTo("failed");
    assertThat(world.pave.removed()).isEmpty();
    assertThat(world.pave.deletesByKey()).containsOnlyKeys(KEYS[0]);
    assertThat(world.audit())
        .singleElement()
        .returns(KEYS[0], SessionAuditRow::sessionKey)
        .returns(null, SessionAuditRow::outcome)
        .returns(1, SessionAuditRow::attempts)
        .returns(0, SessionAuditRow::unanswered)
        .returns(0, SessionAuditRow::failures);
    for (String key : KEYS) {
      assertThat(world.settled(key)).isFalse();
    }
  }
}
