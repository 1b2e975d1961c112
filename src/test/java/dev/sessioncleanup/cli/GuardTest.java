package dev.sessioncleanup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessioncleanup.database.DatabaseTest;
import dev.sessioncleanup.truth.Truth;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Each guard just exceeded, and just not. */
@DatabaseTest
class GuardTest {
  private final World world = new World();

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void ageBelowTheMinimumIsRefused() {
    idle(1, "30 days");

    world
        .run("sweep", "--older-than", "23h")
        .exitedWith(2)
        .complainsOnce("--older-than 23h", "cleanup.guard.min-age of 1d");

    assertThat(world.runs()).isEmpty();
    assertThat(world.pave.log()).isEmpty();
  }

  @Test
  void minimumAgeSendsNoYoungerSession() {
    idle(1, "24 hours 1 minute");
    idle(2, "23 hours 59 minutes");
    idle(3, "-1 hours");

    world.run("sweep", "--older-than", "24h").exitedWith(0);

    assertThat(world.audit())
        .extracting(SessionAuditRow::sessionKey)
        .containsOnly("IDL-0000000001");
    Truth.assertAuditIsTrue(world);
  }

  @Test
  void oneMoreThanTheMaximumCountSendsNothing() {
    idle(1, 11, "30 days");
    world.set("cleanup.guard.max-count", "10");

    world
        .run("sweep")
        .exitedWith(4)
        .says("11 sessions are planned, but cleanup.guard.max-count allows only 10", "--limit");

    assertAborted();
  }

  @Test
  void exactlyTheMaximumCountIsAllowed() {
    idle(1, 10, "30 days");
    world.set("cleanup.guard.max-count", "10");

    world.run("sweep").exitedWith(0);

    assertThat(world.pave.removed()).hasSize(10);
  }

  @Test
  void limitBringsThePlanUnderTheMaximumCount() {
    idle(1, 11, "30 days");
    world.set("cleanup.guard.max-count", "10");

    world.run("sweep", "--limit", "10").exitedWith(3);

    assertThat(world.pave.removed()).hasSize(10);
  }

  @Test
  void runClaimsAtMostTheMaximumWhenSessionsAreImported() {
    idle(1, 10, "30 days");
    world.set("cleanup.guard.max-count", "10");
    world.pave.beforeReply(
        exchange -> {
          if (exchange.number() == 1) {
            idle(11, 15, "29 days");
          }
        });

    world
        .run("sweep")
        .exitedWith(4)
        .says("10 sessions were claimed, as many as cleanup.guard.max-count allows; 5 are left");

    assertThat(world.pave.removed()).hasSize(10);
    Truth.assertAuditIsTrue(world);
  }

  @Test
  void runTakesOverAtMostTheMaximumWhenAnotherProcessDies() {
    idle(1, 8, "30 days");
    world.set("cleanup.guard.max-count", "10");
    world.pave.beforeReply(
        exchange -> {
          if (exchange.number() == 1) {
            claimedByADeadProcess(9, 13);
          }
        });

    world
        .run("sweep")
        .exitedWith(4)
        .says("10 sessions were claimed, as many as cleanup.guard.max-count allows; 3 are left");

    assertThat(world.pave.removed()).hasSize(10);
  }

  private void claimedByADeadProcess(int first, int last) {
    for (int i = first; i <= last; i++) {
      world.pave.session(World.key("default"), "IDL-%010d".formatted(i), "IDLE");
    }
    world
        .jdbc
        .sql(
            """
            with run as (
              insert into cleanup_run (kind, account, created_before, state, process_id)
              values ('backfill', 'default', now() - interval '1 day', 'running', 77)
              returning run_id
            ), tracked as (
              insert into tracked_session (session_key, created_at)
              select 'IDL-' || lpad(i::text, 10, '0'), now() - interval '30 days'
              from generate_series(:first, :last) i
            )
            insert into session_audit (run_id, session_key, account, claimed_by)
            select run_id, 'IDL-' || lpad(i::text, 10, '0'), 'default', 77
            from run, generate_series(:first, :last) i
            """)
        .param("first", first)
        .param("last", last)
        .update();
  }

  @Test
  void moreThanTheMaximumShareSendsNothingAndNamesTheOption() {
    idle(1, 51, "30 days");
    idle(52, 100, "2 days");

    world
        .run("sweep")
        .exitedWith(4)
        .says(
            "51 of the account's 100 IDLE sessions (51%)",
            "cleanup.guard.max-share allows only a share of 0.5", "--max-share 0.51");

    assertAborted();
  }

  @Test
  void exactlyTheMaximumShareIsAllowed() {
    idle(1, 50, "30 days");
    idle(51, 100, "2 days");

    world.run("sweep").exitedWith(0);

    assertThat(world.pave.removed()).hasSize(50);
  }

  @Test
  void shareNamedInTheMessageIsAllowed() {
    idle(1, 51, "30 days");
    idle(52, 100, "2 days");

    world.run("sweep", "--max-share", "0.51").exitedWith(0);

    assertThat(world.pave.removed()).hasSize(51);
  }

  @Test
  void shareIsNotAppliedBelowOneHundredSessions() {
    idle(1, 99, "30 days");

    world.run("sweep").exitedWith(0);

    assertThat(world.pave.removed()).hasSize(99);
  }

  private void assertAborted() {
    assertThat(world.pave.log()).isEmpty();
    assertThat(world.audit()).isEmpty();
    assertThat(world.onlyRun().state()).isEqualTo("aborted");
  }

  private void idle(int number, String age) {
    idle(number, number, age);
  }

  private void idle(int first, int last, String age) {
    for (int i = first; i <= last; i++) {
      world.pave.session(World.key("default"), "IDL-%010d".formatted(i), "IDLE");
    }
    world
        .jdbc
        .sql(
            """
            insert into tracked_session (session_key, created_at)
            select 'IDL-' || lpad(i::text, 10, '0'), now() - cast(:age as interval)
            from generate_series(:first, :last) i
            """)
        .param("age", age)
        .param("first", first)
        .param("last", last)
        .update();
  }
}
