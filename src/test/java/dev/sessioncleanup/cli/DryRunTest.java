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
  void dryRunSendsNothingSettlesNothingAndWritesItsRunOnly() {
    MixedSessions.in(world, 40);

    world
        .run("sweep", "--dry-run")
        .exitedWith(0)
        .says("Dry run 1", "40 would be deleted", "5 not IDLE, 5 on hold");

    assertNothingHappened();
    assertThat(world.onlyRun())
        .returns(true, Ran::dryRun)
        .returns("complete", Ran::state)
        .returns(40L, Ran::plannedCount);
  }

  @Test
  void dryRunWithLiveVerificationAsksPaveNothing() {
    MixedSessions.in(world, 5);

    world.run("sweep", "--dry-run", "--verify", "live").exitedWith(0);

    assertNothingHappened();
  }

  @Test
  void dryRunSaysWhatTheGuardWouldSayAndExitsFour() {
    MixedSessions.in(world, 40);
    world.set("cleanup.guard.max-count", "39");

    world
        .run("sweep", "--dry-run")
        .exitedWith(4)
        .says("40 sessions are planned, more than the 39 of cleanup.guard.max-count");

    assertNothingHappened();
    assertThat(world.onlyRun()).returns(true, Ran::dryRun).returns("aborted", Ran::state);
  }

  @Test
  void dryRunWithALimitCountsNoMoreAndExitsZero() {
    MixedSessions.in(world, 40);

    world.run("sweep", "--dry-run", "--limit", "3").exitedWith(0).says("3 would be deleted");

    assertNothingHappened();
  }

  @Test
  void backfillDryRunNeedsNoYes() {
    MixedSessions.in(world, 3);

    world
        .run("backfill", "--from", "2020-01-01", "--to", "2099-01-01", "--dry-run")
        .exitedWith(0)
        .says("8 would be deleted");

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
    assertThat(world.runs()).extracting(Ran::state).containsExactly("running", "complete");
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
