package dev.sessioncleanup.restart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessioncleanup.database.DatabaseTest;
import dev.sessioncleanup.truth.Truth;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A saved plan is restartable like any run, and keeps to its sessions. */
@DatabaseTest
@ProcessTest
class SavedPlanResumeTest {
  private final SharedWorld shared = new SharedWorld();
  private final ProcessWorld world = shared.world;

  @AfterEach
  void close() {
    shared.close();
  }

  @Test
  void killedPlanIsResumedByTheSameCommandWithItsSessionsOnly() {
    world.trackIdle(40);
    String[] save = {"backfill", "--from=2000-01-01", "--to=2100-01-01", "--save-plan"};
    assertThat(world.start(save).exit()).isZero();
    world.trackIdle(10);
    BlockedReplies blocked = new BlockedReplies(5, Duration.ofMinutes(5));
    world.blockReplies(blocked);
    ChildProcess first = world.start("backfill", "--plan=1", "--yes", "--cleanup.rate=20/s");
    ProcessWorld.awaitOrFail("a reply", blocked::reached);

    ChildProcess second = world.start("backfill", "--plan=1", "--yes");
    assertThat(second.exit()).as(second.output()).isEqualTo(2);
    assertThat(second.output()).contains("plan 1 is being carried out by ");
    first.kill();
    world.unblockReplies();

    ChildProcess last = world.start("backfill", "--plan=1", "--yes");
    assertThat(last.exit()).as(last.output()).isZero();
    assertThat(last.output()).contains("Resuming run 1 ");
    assertThat(world.texts("select state || ' ' || planned_count from cleanup_run"))
        .containsExactly("complete 40");
    assertThat(
            world.number(
                """
                select count(*) from session_audit a join planned_session s using (run_id, session_key)
                where a.outcome in ('removed', 'missing')
                """))
        .isEqualTo(40);
    assertThat(world.audited("true")).isEqualTo(40);
    assertThat(Truth.errors(world)).isEmpty();
  }
}
