package dev.sessioncleanup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessioncleanup.database.DatabaseTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@DatabaseTest
class DryRunTest {
  private final World world = new World();

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void dryRunSendsAndSettlesNothingAndWritesOnlyItsRun() {
    MixedSessions.in(world, 40);

    world
        .run("sweep", "--dry-run")
        .exitedWith(0)
        .says(
            "DRY RUN: nothing was sent, nothing was changed.",
            "ACCOUNT  WOULD DELETE  OLDEST      NOT IDLE  ON HOLD  TOO YOUNG  TIME AT 500/s",
            "default            40  ")
        .says("         5        5          5          80ms\nGuards: ok");

    assertNothingHappened();
    assertThat(world.onlyRun())
        .returns(true, CleanupRunRow::dryRun)
        .returns("complete", CleanupRunRow::state)
        .returns(40L, CleanupRunRow::plannedCount);
  }

  @Test
  void dryRunWithLiveVerificationSendsNothing() {
    MixedSessions.in(world, 5);

    world.run("sweep", "--dry-run", "--verify", "live").exitedWith(0);

    assertNothingHappened();
  }

  @Test
  void dryRunReportsTheGuardAndExitsWithFour() {
    MixedSessions.in(world, 40);
    world.set("cleanup.guard.max-count", "39");

    world
        .run("sweep", "--dry-run")
        .exitedWith(4)
        .says("Guard: STOPS. 40 sessions are planned, but cleanup.guard.max-count allows only");

    assertNothingHappened();
    assertThat(world.onlyRun())
        .returns(true, CleanupRunRow::dryRun)
        .returns("aborted", CleanupRunRow::state);
  }

  @Test
  void dryRunCountsAtMostTheLimitAndExitsWithZero() {
    MixedSessions.in(world, 40);

    world
        .run("sweep", "--dry-run", "--limit", "3")
        .exitedWith(0)
        .says("default             3  ", "37 left for later by --limit.");

    assertNothingHappened();
  }

  @Test
  void backfillDryRunNeedsNoYes() {
    MixedSessions.in(world, 3);

    world
        .run("backfill", "--from", "2020-01-01", "--to", "2099-01-01", "--dry-run")
        .exitedWith(0)
        .says("default             8  ");

    assertNothingHappened();
  }

  @Test
  void dryRunDoesNotResumeAnInterruptedRunNorTakeOverItsClaims() {
    world.stale("DRY-0000000001");
    world
        .jdbc
        .sql(
            """
            insert into cleanup_run (kind, account, created_before, state, process_id)
            values ('nightly', 'default', now() - interval '8 days', 'running', 0)
            """)
        .update();
    world
        .jdbc
        .sql("insert into session_audit (run_id, session_key) values (1, 'DRY-0000000001')")
        .update();

    world.run("sweep", "--dry-run").exitedWith(0);

    assertThat(world.pave.log()).isEmpty();
    assertThat(world.audit()).hasSize(1).allMatch(row -> row.outcome() == null);
    assertThat(world.runs())
        .extracting(CleanupRunRow::state)
        .containsExactly("running", "complete");
  }

  private void assertNothingHappened() {
    assertThat(world.pave.log()).isEmpty();
    assertThat(world.audit()).isEmpty();
    assertThat(
            world
                .jdbc
                .sql("select count(*) from tracked_session where settled_at is not null")
                .query(Long.class)
                .single())
        .isZero();
  }
}
