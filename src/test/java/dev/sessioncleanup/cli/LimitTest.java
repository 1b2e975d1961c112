package dev.sessioncleanup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessioncleanup.database.DatabaseTest;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@DatabaseTest
class LimitTest {
  private final World world = new World();

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void limitCountsSessionsSentOldestFirst() {
    Map<String, String> all = MixedSessions.in(world, 30);

    world.run("sweep", "--limit", "7").exitedWith(3).says(": partial (the limit of 7 is reached)");

    all.keySet().removeIf(key -> key.compareTo("MIX-0000000007") >= 0);
    assertThat(Truth.outcomes(world)).isEqualTo(all);
    assertThat(world.pave.deletesByKey()).hasSize(7);
    assertThat(world.onlyRun())
        .returns("partial", Ran::state)
        .returns("the limit of 7 is reached", Ran::reason)
        .returns(7L, Ran::plannedCount);
    Truth.assertAuditIsTrue(world);
  }

  @Test
  void sameCommandAfterALimitStartsANewRunWithTheNextOldest() {
    Map<String, String> all = MixedSessions.in(world, 9);

    world.run("sweep", "--limit", "4").exitedWith(3);
    world.run("sweep", "--limit", "4").exitedWith(3);
    world.run("sweep", "--limit", "4").exitedWith(0);

    assertThat(world.runs())
        .extracting(Ran::state)
        .containsExactly("partial", "partial", "complete");
    assertThat(world.audit())
        .extracting(Audited::runId)
        .containsExactly(1L, 1L, 1L, 1L, 2L, 2L, 2L, 2L, 3L);
    assertThat(Truth.outcomes(world)).isEqualTo(all);
    Truth.assertAuditIsTrue(world);
  }

  @Test
  void limitOfExactlyAllIsComplete() {
    MixedSessions.in(world, 5);

    world.run("sweep", "--limit", "5").exitedWith(0).says(": complete");
  }

  @Test
  void limitThatAResumedRunUsesUpIsSaidWhereSomethingIsLeft() {
    idle("20 days", "OLD-0000000001", "OLD-0000000002");
    idle("10 days", "NEW-0000000001");
    interrupted("nightly", 15);

    world.run("sweep", "--limit", "2").exitedWith(3).says("the limit of 2 is reached");

    assertThat(world.pave.removed()).containsExactly("OLD-0000000001", "OLD-0000000002");
    assertThat(world.runs()).extracting(Ran::state).containsExactly("complete", "partial");
    Truth.assertAuditIsTrue(world);
  }

  @Test
  void limitThatAResumedRunUsesUpIsNotSaidWhereNothingIsLeft() {
    idle("20 days", "OLD-0000000001", "OLD-0000000002");
    interrupted("nightly", 15);

    world.run("sweep", "--limit", "2").exitedWith(0);

    assertThat(world.runs()).extracting(Ran::state).containsExactly("complete", "complete");
  }

  @Test
  void whatAResumedRunTookOverFromOthersIsOfTheLimitToo() {
    idle("10 days", "NEW-0000000001", "NEW-0000000002", "NEW-0000000003");
    interrupted("nightly", 40);
    world
        .jdbc
        .sql(
            """
            insert into session_audit (run_id, session_key, account, claimed_by)
            values (:run, 'NEW-0000000001', 'default', 77), (:run, 'NEW-0000000002', 'default', 77)
            """)
        .param("run", interrupted("backfill", 7))
        .update();

    world.run("sweep", "--limit", "2").exitedWith(3).says("the limit of 2 is reached");

    assertThat(world.pave.removed()).containsExactly("NEW-0000000001", "NEW-0000000002");
    Truth.assertAuditIsTrue(world);
  }

  private void idle(String age, String... keys) {
    for (String key : keys) {
      world.track("default", key, "IDLE", age);
      world.pave.session(World.key("default"), key, "IDLE");
    }
  }

  /** A run whose process is dead. */
  private long interrupted(String kind, int days) {
    return world
        .jdbc
        .sql(
            """
            insert into cleanup_run (kind, account, created_before, state, process_id)
            values (:kind, 'default', now() - make_interval(days => :days), 'running', 77)
            returning run_id
            """)
        .param("kind", kind)
        .param("days", days)
        .query(Long.class)
        .single();
  }

  @Test
  void partialOkTurnsALimitIntoExitZero() {
    MixedSessions.in(world, 5);

    world.run("sweep", "--limit", "2", "--partial-ok").exitedWith(0).says(": partial");

    assertThat(world.onlyRun().state()).isEqualTo("partial");
  }

  @Test
  void timeBudgetEndsTheRunAsPartialBetweenCalls() {
    MixedSessions.in(world, 60);

    world
        .run("sweep", "--rate", "10/s", "--time-budget", "2s")
        .exitedWith(3)
        .says(": partial (the time budget is used up)");

    assertThat(world.pave.log()).hasSizeBetween(1, 25);
    assertThat(world.audit()).hasSameSizeAs(world.pave.log());
    assertThat(world.onlyRun().reason()).isEqualTo("the time budget is used up");
    Truth.assertAuditIsTrue(world);
  }
}
