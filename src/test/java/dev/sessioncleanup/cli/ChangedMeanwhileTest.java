package dev.sessioncleanup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessioncleanup.database.DatabaseTest;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is found after the claim, and what the tracker does between two runs. */
@DatabaseTest
class ChangedMeanwhileTest {
  private static final String FIRST = "CHG-0000000001";
  private static final String CHANGED = "CHG-0000000002";
  private static final String LAST = "CHG-0000000003";
  private final World world = new World().stale(FIRST, CHANGED, LAST);

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void holdAddedBetweenClaimAndGrantIsHeldAndNotSettled() {
    whenAllAreClaimed(() -> world.hold(CHANGED));

    world.run("sweep", "--rate", "2/s").exitedWith(0);

    assertNotSent("held", null);
    world.jdbc.sql("delete from session_hold").update();
    world.run("sweep").exitedWith(0);
    assertThat(world.pave.removed()).containsExactly(FIRST, CHANGED, LAST);
  }

  @Test
  void statusChangedBetweenClaimAndGrantIsNotIdleInferredAndNotSettled() {
    whenAllAreClaimed(() -> status("STARTED"));

    world.run("sweep", "--rate", "2/s").exitedWith(0);

    assertNotSent("not_idle", "inferred");
    status("IDLE");
    world.run("sweep").exitedWith(0);
    assertThat(world.pave.removed()).containsExactly(FIRST, CHANGED, LAST);
  }

  @Test
  void rowDeletedBetweenClaimAndGrantIsNotSent() {
    whenAllAreClaimed(
        () ->
            world
                .jdbc
                .sql("delete from tracked_session where session_key = ?")
                .param(CHANGED)
                .update());

    world.run("sweep", "--rate", "2/s").exitedWith(0);

    assertThat(world.audited(CHANGED))
        .returns("not_idle", Audited::outcome)
        .returns("inferred", Audited::evidence);
    assertThat(world.pave.deletesByKey()).containsOnlyKeys(FIRST, LAST);
  }

  @Test
  void sessionMadeYoungBetweenClaimAndGrantIsReleasedAndNotSent() {
    whenAllAreClaimed(
        () ->
            world
                .jdbc
                .sql("update tracked_session set created_at = now() where session_key = ?")
                .param(CHANGED)
                .update());

    world.run("sweep", "--rate", "2/s");

    assertThat(world.audit()).noneMatch(row -> row.sessionKey().equals(CHANGED));
    assertThat(world.pave.deletesByKey()).containsOnlyKeys(FIRST, LAST);
  }

  @Test
  void reinsertedRowWithAnOutcomeOnRecordIsSettledAgainAndNotSent() {
    world.run("sweep").exitedWith(0);
    int requests = world.pave.log().size();
    world.jdbc.sql("delete from tracked_session where session_key = ?").param(CHANGED).update();
    world.track("default", CHANGED, "IDLE", "20 days");

    world.run("sweep").exitedWith(0).says(": complete");

    assertThat(world.settled(CHANGED)).isTrue();
    assertThat(world.pave.log()).hasSize(requests);
    assertThat(world.audit()).hasSize(3);
  }

  /** Runs while the first call is under way, with all three sessions claimed by then. */
  private void whenAllAreClaimed(Runnable change) {
    world.pave.beforeReply(
        exchange -> {
          if (exchange.number() == 1) {
            assertThat(world.audit()).hasSize(3).allMatch(row -> row.outcome() == null);
            change.run();
          }
        });
  }

  private void status(String status) {
    world
        .jdbc
        .sql("update tracked_session set status = ? where session_key = ?")
        .param(status)
        .param(CHANGED)
        .update();
  }

  private void assertNotSent(String outcome, @Nullable String evidence) {
    assertThat(world.audited(CHANGED))
        .returns(outcome, Audited::outcome)
        .returns(evidence, Audited::evidence)
        .returns(0, Audited::attempts);
    assertThat(world.settled(CHANGED)).isFalse();
    assertThat(world.pave.deletesByKey()).containsOnlyKeys(FIRST, LAST);
    Truth.assertAuditIsTrue(world);
  }
}
