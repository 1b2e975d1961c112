package dev.sessioncleanup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessioncleanup.database.DatabaseTest;
import dev.sessioncleanup.truth.Truth;
import java.util.Map;
import java.util.stream.IntStream;
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
  void limitCountsSentSessionsOldestFirst() {
    Map<String, String> all = MixedSessions.in(world, 30);

    world
        .run("sweep", "--limit", "7")
        .exitedWith(3)
        .says(
            ": partial (the limit of 7 is reached)",
            "sent        7 = 4 removed + 1 started + 1 missing + 1 retried",
            "next run    23 sessions left: 23 not reached, 0 open, 0 failed");

    all.keySet().removeIf(key -> key.compareTo("MIX-0000000007") >= 0);
    assertThat(Truth.outcomes(world)).isEqualTo(all);
    assertThat(world.pave.deletesByKey()).hasSize(7);
    assertThat(world.onlyRun())
        .returns("partial", CleanupRunRow::state)
        .returns("the limit of 7 is reached", CleanupRunRow::reason)
        .returns(7L, CleanupRunRow::plannedCount);
    Truth.assertAuditIsTrue(world);
  }

  @Test
  void sameCommandAfterALimitStartsANewRunWithTheNextOldest() {
    Map<String, String> all = MixedSessions.in(world, 9);

    world.run("sweep", "--limit", "4").exitedWith(3);
    world.run("sweep", "--limit", "4").exitedWith(3);
    world.run("sweep", "--limit", "4").exitedWith(0);

    assertThat(world.runs())
        .extracting(CleanupRunRow::state)
        .containsExactly("partial", "partial", "complete");
    assertThat(world.audit())
        .extracting(SessionAuditRow::runId)
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
  void limitReachedInAResumedRunIsReportedWhenSessionsAreLeft() {
    idle("20 days", "OLD-0000000001", "OLD-0000000002");
    idle("10 days", "NEW-0000000001");
    interrupted("nightly", 15);

    Shell.Ended ended =
        world.run("sweep", "--limit", "2").exitedWith(3).says("the limit of 2 is reached");

    assertThat(ended.err().lines().filter(line -> line.startsWith("default: ")))
        .as("the last progress of both runs")
        .hasSize(2);
    assertThat(world.pave.removed()).containsExactly("OLD-0000000001", "OLD-0000000002");
    assertThat(world.runs())
        .extracting(CleanupRunRow::state)
        .containsExactly("complete", "partial");
    Truth.assertAuditIsTrue(world);
  }

  @Test
  void limitReachedInAResumedRunIsNotReportedWhenNothingIsLeft() {
    idle("20 days", "OLD-0000000001", "OLD-0000000002");
    interrupted("nightly", 15);

    world.run("sweep", "--limit", "2").exitedWith(0);

    assertThat(world.runs())
        .extracting(CleanupRunRow::state)
        .containsExactly("complete", "complete");
  }

  @Test
  void claimsTakenOverByAResumedRunCountTowardTheLimit() {
    idle("10 days", "NEW-0000000001", "NEW-0000000002", "NEW-0000000003");
    interrupted("nightly", 40);
    claimed(interrupted("backfill", 7), "NEW-0000000001", "NEW-0000000002");

    world.run("sweep", "--limit", "2").exitedWith(3).says("the limit of 2 is reached");

    assertThat(world.pave.removed()).containsExactly("NEW-0000000001", "NEW-0000000002");
    Truth.assertAuditIsTrue(world);
  }

  @Test
  void ownClaimsOfAResumedRunArePlannedOnce() {
    idle("10 days", "NEW-0000000001", "NEW-0000000002", "NEW-0000000003", "NEW-0000000004");
    claimed(interrupted("nightly", 7), "NEW-0000000001", "NEW-0000000002");

    Shell.Ended ended = world.run("sweep", "--limit", "3").exitedWith(3);

    assertThat(world.pave.removed()).hasSize(3);
    ended.says("  planned     3, ", "  removed     3\n", "the limit of 3 is reached");
    assertThat(ended.err()).contains("default: 3/3, removed 3");
  }

  /** Claims of a dead process, without a DELETE. */
  private void claimed(long run, String... keys) {
    for (String key : keys) {
      world
          .jdbc
          .sql(
              """
              insert into session_audit (run_id, session_key, account, claimed_by)
              values (:run, :key, 'default', 77)
              """)
          .param("run", run)
          .param("key", key)
          .update();
    }
  }

  private void idle(String age, String... keys) {
    for (String key : keys) {
      world.track("default", key, "IDLE", age);
      world.pave.session(World.key("default"), key, "IDLE");
    }
  }

  /** Inserts a run whose process is dead. */
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
    // All IDLE: of a session that is asked about twice, the run may end in between.
    world.stale(IntStream.range(0, 60).mapToObj("BUD-%010d"::formatted).toArray(String[]::new));

    world
        .run("sweep", "--rate", "10/s", "--time-budget", "2s")
        .exitedWith(3)
        .says(": partial (the time budget is used up)");

    assertThat(world.pave.log()).hasSizeBetween(1, 25);
    assertThat(world.audit()).hasSameSizeAs(world.pave.deletesByKey().keySet());
    assertThat(world.onlyRun().reason()).isEqualTo("the time budget is used up");
    Truth.assertAuditIsTrue(world);
  }
}
