package dev.sessioncleanup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessioncleanup.database.DatabaseTest;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** The sentences of explain; {@link NextSweepTest} compares them with what a sweep does. */
@DatabaseTest
@TestInstance(Lifecycle.PER_CLASS)
class ExplainTest {
  private final World world = new World();

  @BeforeAll
  void sessions() {
    world.stale("EXP-0000000001");
    world.track("default", "EXP-0000000002", "IDLE", "3 days");
    world.track("forgotten", "EXP-0000000003", "IDLE", "30 days");
  }

  @AfterEach
  void resetSettings() {
    world.resetSettings();
    world.jdbc.sql("delete from run_event; delete from cleanup_run").update();
  }

  @AfterAll
  void close() {
    world.close();
  }

  @Test
  void everythingKnownIsShownInEightyColumns() {
    Shell.Ended ended =
        world
            .run("explain", "EXP-0000000001")
            .exitedWith(0)
            .says(
                "Session EXP-0000000001\n  tracked   account default, IDLE, created ",
                "  audit     no run has claimed it\n",
                "  next      The next sweep sends a DELETE for it: it is IDLE, 30d old (stale");

    assertThat(ended.out().lines()).allMatch(line -> line.length() <= 80);
    assertThat(world.pave.log()).isEmpty();
    assertThat(world.runs()).isEmpty();
  }

  @Test
  void olderThanChangesTheSentence() {
    world
        .run("explain", "EXP-0000000002")
        .exitedWith(0)
        .says("The next sweep leaves it alone: it is 3d old, and sessions are stale");
    world
        .run("explain", "EXP-0000000002", "--older-than", "2d")
        .exitedWith(0)
        .says("The next sweep sends a DELETE for it: it is IDLE, 3d old (stale from");
    world
        .run("explain", "EXP-0000000002", "--older-than", "1h")
        .exitedWith(2)
        .complainsOnce("--older-than 1h is below cleanup.guard.min-age of 1d");
  }

  @Test
  void accountsChangeTheSentence() {
    world
        .run("explain", "EXP-0000000003")
        .exitedWith(0)
        .says("leaves it alone: No account named forgotten is");
    world
        .run("explain", "EXP-0000000001", "--account", "forgotten")
        .exitedWith(0)
        .says("The next sweep with --account leaves it alone: it is a session of");
  }

  @Test
  void guardsChangeTheSentence() {
    world.set("cleanup.guard.max-count", "1");
    world
        .run("explain", "EXP-0000000001", "--older-than", "2d")
        .exitedWith(0)
        .says("The next sweep does nothing, because a guard stops it: 2 sessions");
  }

  @Test
  void anInterruptedRunComesFirst() {
    world
        .jdbc
        .sql(
            """
            insert into cleanup_run (kind, account, created_before, state, process_id)
            values ('nightly', 'default', now() - interval '8 days', 'running', 999)
            """)
        .update();
    world
        .run("explain", "EXP-0000000001")
        .exitedWith(0)
        .says("The next sweep sends a DELETE for it", "Before new sessions it resumes run");

    world.jdbc.sql("update cleanup_run set state = 'paused'").update();
    world.run("explain", "EXP-0000000001").exitedWith(0).says("The next sweep waits: run ");
  }

  @Test
  void unknownKeysAreRefused() {
    world
        .run("explain", "EXP-0000000001", "EXP-\u001b[31m")
        .exitedWith(2)
        .complainsOnce("session 'EXP-\\u001b[31m' is unknown", "Check the key");
  }

  @Test
  void listsAreForDryRuns() {
    world.run("sweep", "--list").exitedWith(2).complainsOnce("--list", "Add --dry-run");
    assertThat(world.pave.log()).isEmpty();
  }

  @Test
  void listEndsAtTheLimit() {
    world
        .run("sweep", "--dry-run", "--list", "--limit", "1", "--older-than", "2d")
        .exitedWith(0)
        .says(
            "default             1  ",
            "1 left for later by --limit.",
            "EXP-0000000001  IDLE, 30d old\n",
            "EXP-0000000002  beyond the limit of this run\n",
            "EXP-0000000003  its account is not configured\n");
  }
}
