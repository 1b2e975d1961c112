package dev.sessioncleanup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessioncleanup.database.DatabaseTest;
import dev.sessioncleanup.truth.Truth;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Sessions that change between claim and grant, or between two runs. */
@DatabaseTest
class ChangedAfterClaimTest {
  private static final String FIRST = "CHG-0000000001";
  private static final String SECOND = "CHG-0000000002";
  private static final String THIRD = "CHG-0000000003";
  private final World world = new World().stale(FIRST, SECOND, THIRD);
  private volatile String changed = SECOND;

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void sessionPutOnHoldBetweenClaimAndGrantIsHeldAndNotSettled() {
    whenAllAreClaimed(() -> world.hold(changed));

    world.run("sweep").exitedWith(0);

    assertNotSent("held", null);
    world.jdbc.sql("delete from session_hold").update();
    world.run("sweep").exitedWith(0);
    assertThat(world.pave.removed()).containsExactlyInAnyOrder(FIRST, SECOND, THIRD);
  }

  @Test
  void statusChangedBetweenClaimAndGrantIsNotIdleInferredAndNotSettled() {
    whenAllAreClaimed(() -> status("STARTED"));

    world.run("sweep").exitedWith(0);

    assertNotSent("not_idle", "inferred");
    status("IDLE");
    world.run("sweep").exitedWith(0);
    assertThat(world.pave.removed()).containsExactlyInAnyOrder(FIRST, SECOND, THIRD);
  }

  @Test
  void rowDeletedBetweenClaimAndGrantIsNotSent() {
    whenAllAreClaimed(
        () ->
            world
                .jdbc
                .sql("delete from tracked_session where session_key = ?")
                .param(changed)
                .update());

    world.run("sweep").exitedWith(0);

    assertThat(world.audited(changed))
        .returns("not_idle", SessionAuditRow::outcome)
        .returns("inferred", SessionAuditRow::evidence);
    assertThat(world.pave.deletesByKey()).hasSize(2).doesNotContainKey(changed);
  }

  @Test
  void sessionThatBecomesTooYoungBetweenClaimAndGrantIsReleased() {
    whenAllAreClaimed(
        () ->
            world
                .jdbc
                .sql("update tracked_session set created_at = now() where session_key = ?")
                .param(changed)
                .update());

    world.run("sweep");

    assertThat(world.audit()).noneMatch(row -> row.sessionKey().equals(changed));
    assertThat(world.pave.deletesByKey()).hasSize(2).doesNotContainKey(changed);
  }

  @Test
  void accountChangedWhileTheCallIsUnderWayIsFailedAndNotMissing() {
    world.account("acme").track("default", "CHG-0000000004", "IDLE", "20 days");
    world.pave.session(World.key("acme"), "CHG-0000000004", "IDLE");
    world.pave.beforeReply(
        exchange -> {
          if (exchange.sessionKey().equals("CHG-0000000004")) {
            account("CHG-0000000004", "acme");
          }
        });

    world.run("sweep", "--account", "default").exitedWith(7);

    assertThat(world.audited("CHG-0000000004"))
        .returns("failed", SessionAuditRow::outcome)
        .returns(null, SessionAuditRow::evidence)
        .satisfies(
            row ->
                assertThat(row.detail())
                    .contains("cannot be found", "names another account by now"));
    assertThat(world.settled("CHG-0000000004")).isFalse();
    world.run("sweep", "--max-share", "1").exitedWith(0);
    assertThat(world.pave.statusOf("CHG-0000000004")).isEqualTo("removed");
    Truth.assertAuditIsTrue(world);
  }

  private void account(String key, String account) {
    world
        .jdbc
        .sql("update tracked_session set account = ? where session_key = ?")
        .param(account)
        .param(key)
        .update();
  }

  @Test
  void reinsertedRowWithAnOutcomeOnRecordIsSettledAgainAndNotSent() {
    world.run("sweep").exitedWith(0);
    int requests = world.pave.log().size();
    world.jdbc.sql("delete from tracked_session where session_key = ?").param(changed).update();
    world.track("default", changed, "IDLE", "20 days");

    world.run("sweep").exitedWith(0).says(": complete");

    assertThat(world.settled(changed)).isTrue();
    assertThat(world.pave.log()).hasSize(requests);
    assertThat(world.audit()).hasSize(3);
  }

  /**
   * Runs during the first call, when all three sessions are claimed and no other has a slot. The
   * changed session is one that is not being called: workers ask for their first slots in any
   * order.
   */
  private void whenAllAreClaimed(Runnable change) {
    world.set("cleanup.max-in-flight", "1");
    world.pave.beforeReply(
        exchange -> {
          if (exchange.number() == 1) {
            assertThat(world.audit()).hasSize(3).allMatch(row -> row.outcome() == null);
            changed = exchange.sessionKey().equals(SECOND) ? THIRD : SECOND;
            change.run();
          }
        });
  }

  private void status(String status) {
    world
        .jdbc
        .sql("update tracked_session set status = ? where session_key = ?")
        .param(status)
        .param(changed)
        .update();
  }

  private void assertNotSent(String outcome, @Nullable String evidence) {
    assertThat(world.audited(changed))
        .returns(outcome, SessionAuditRow::outcome)
        .returns(evidence, SessionAuditRow::evidence)
        .returns(0, SessionAuditRow::attempts);
    assertThat(world.settled(changed)).isFalse();
    assertThat(world.pave.deletesByKey()).hasSize(2).doesNotContainKey(changed);
    Truth.assertAuditIsTrue(world);
  }
}
