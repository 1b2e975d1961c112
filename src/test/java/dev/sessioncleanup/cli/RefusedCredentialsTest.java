package dev.sessioncleanup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessioncleanup.database.DatabaseTest;
import dev.sessioncleanup.simulator.Fault;
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
  void wrongSecretEndsTheRunAtTheFirstCallAndTouchesNoOtherSession() {
    world.set("pave.accounts.default.api-secret", "hush-mistyped");

    world
        .run("sweep", "--rate", "1/s")
        .exitedWith(6)
        .says(": failed (PAVE refused the credentials");

    assertThat(world.pave.log()).hasSize(1);
    assertOnlyTheFirstWasTouched();
  }

  @Test
  void forbiddenIsRefusedToo() {
    world.pave.faultFor(KEYS[0], Fault.FORBIDDEN, 1);

    world.run("sweep", "--rate", "1/s").exitedWith(6).says("(403: Forbidden.)");

    assertOnlyTheFirstWasTouched();
  }

  @Test
  void refusalInTheMiddleSparesWhatIsNotSentYet() {
    world.pave.faultFor(KEYS[1], Fault.UNAUTHORIZED, 1);

    world.run("sweep", "--rate", "2/s").exitedWith(6);

    assertThat(world.pave.deletesByKey()).containsOnlyKeys(KEYS[0], KEYS[1]);
    assertThat(world.pave.removed()).containsExactly(KEYS[0]);
    assertThat(world.audited(KEYS[0]).outcome()).isEqualTo("removed");
  }

  @Test
  void sameCommandWithTheRightKeyResumesTheRunAndGoesOnWithTonights() {
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

    assertThat(world.runs()).extracting(Ran::state).containsExactly("failed", "complete");
    Truth.assertAuditIsTrue(world);
  }

  /** Refused is known to be without effect: an attempt, and no doubt. */
  private void assertOnlyTheFirstWasTouched() {
    assertThat(world.onlyRun().state()).isEqualTo("failed");
    assertThat(world.pave.removed()).isEmpty();
    assertThat(world.pave.deletesByKey()).containsOnlyKeys(KEYS[0]);
    assertThat(world.audit())
        .singleElement()
        .returns(KEYS[0], Audited::sessionKey)
        .returns(null, Audited::outcome)
        .returns(1, Audited::attempts)
        .returns(0, Audited::unanswered)
        .returns(0, Audited::failures);
    for (String key : KEYS) {
      assertThat(world.settled(key)).isFalse();
    }
  }
}
