package dev.sessioncleanup.restart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessioncleanup.database.DatabaseTest;
import java.sql.Connection;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@DatabaseTest
@ProcessTest
class ResumeTest {
  private static final String[] BACKFILL = {
    "backfill", "--from=2000-01-01", "--to=2100-01-01", "--yes"
  };
  private final SharedWorld shared = new SharedWorld();
  private final World world = shared.world;

  @AfterEach
  void close() {
    shared.close();
  }

  @Test
  void twoProcessesNeverResumeOneInterruptedRunTwice() {
    world.trackIdle(80);
    Child killed = world.start("sweep");
    World.awaitOrFail("some outcomes", () -> world.audited("a.outcome is not null") > 5);
    killed.kill();

    List<Child> heirs = List.of(world.start("sweep"), world.start("sweep"));
    heirs.forEach(child -> assertThat(child.exit()).as(child.said()).isZero());

    assertThat(heirs.stream().filter(child -> child.said().contains("Resuming run 1 "))).hasSize(1);
    assertThat(
            world.number(
                """
                select count(*) from batch_job_execution e join cleanup_run r on r.job_instance_id = e.job_instance_id
                where r.run_id = 1
                """))
        .isEqualTo(2);
    Truth.assertExact(world);
  }

  @Test
  void resumedRunKeepsItsFrozenCutoff() {
    world.trackIdle(60);
    Child killed = world.start("sweep");
    World.awaitOrFail("some outcomes", () -> world.audited("a.outcome is not null") > 2);
    killed.kill();
    String cutoff = "select created_before::text from cleanup_run where run_id = 1";
    List<String> before = world.texts(cutoff);

    assertThat(world.start("sweep").exit()).isZero();

    assertThat(world.texts(cutoff)).isEqualTo(before);
    Truth.assertExact(world);
  }

  @Test
  void killedTwiceIsResumedTwice() {
    world.trackIdle(120);
    Stream.of(10, 40, 70)
        .forEach(
            count -> {
              Child child = world.start("sweep");
              World.awaitOrFail(
                  count + " outcomes", () -> world.audited("a.outcome is not null") >= count);
              child.kill();
            });

    assertThat(world.start("sweep").exit()).isZero();

    assertThat(world.number("select count(*) from cleanup_run")).isEqualTo(2);
    Truth.assertExact(world);
  }

  @Test
  void killBetweenSpringBatchsInstanceAndItsExecutionIsRestartable() {
    world.trackIdle(40);
    Child killed = world.start("sweep");
    World.awaitOrFail("some outcomes", () -> world.audited("a.outcome is not null") > 2);
    killed.kill();
    // What a kill leaves that falls between the two transactions of Spring Batch's start.
    world
        .jdbc
        .sql(
            """
            delete from batch_step_execution_context; delete from batch_step_execution;
            delete from batch_job_execution_context; delete from batch_job_execution_params; delete from batch_job_execution
            """)
        .update();

    Child next = world.start("sweep");

    assertThat(next.exit()).as(next.said()).isZero();
    Truth.assertExact(world);
  }

  @Test
  void stepThatStandsAbandonedInTheBooksIsCarriedOutAllTheSame() {
    world.trackIdle(40);
    Child killed = world.start("sweep");
    World.awaitOrFail("some outcomes", () -> world.audited("a.outcome is not null") > 2);
    killed.kill();
    // What Spring Batch makes of a step that failed when the closing step follows it.
    world
        .jdbc
        .sql(
            """
            update batch_job_execution set status = 'FAILED';
            update batch_step_execution set status = 'ABANDONED' where step_name = 'delete'
            """)
        .update();

    Child next = world.start("sweep");

    assertThat(next.exit()).as(next.said()).isZero();
    Truth.assertExact(world);
  }

  /** What a kill leaves that falls between the run's last word and Spring Batch's. */
  @Test
  void twoThatStartAtOnceAfterAKillInTheClosingStepBothWork() {
    world.trackIdle(10);
    assertThat(world.start("sweep").exit()).isZero();
    world
        .jdbc
        .sql(
            """
            update batch_job_execution set status = 'STARTED', end_time = null;
            update batch_step_execution set status = 'STARTED', end_time = null where step_name = 'close'
            """)
        .update();
    world.trackIdle(10);

    List<Child> next = List.of(world.start("sweep"), world.start("sweep"));

    next.forEach(child -> assertThat(child.exit()).as(child.said()).isZero());
    Truth.assertExact(world);
  }

  /** The run is done, but that cannot be written: it must not be said to be complete. */
  @Test
  void endThatCannotBeWrittenEndsWithFiveAndTheSameCommandResumes() throws Exception {
    world.trackIdle(20);
    Child child =
        world.start(
            "sweep",
            "--cleanup.rate=10/s",
            "--cleanup.unavailable-after=1s",
            "--spring.datasource.hikari.connection-init-sql=set lock_timeout = '300ms'");
    World.awaitOrFail("some calls", () -> !world.pave.log().isEmpty());
    try (Connection other = world.database().getConnection();
        var statement = other.createStatement()) {
      other.setAutoCommit(false);
      statement.execute("select 1 from cleanup_run for no key update");

      assertThat(child.exit()).as(child.said()).isEqualTo(5);

      assertThat(child.said()).contains("could not be written").doesNotContain(": complete,");
    }
    assertThat(world.texts("select state from cleanup_run")).containsExactly("running");

    Child next = world.start("sweep");

    assertThat(next.exit()).as(next.said()).isZero();
    assertThat(next.said()).contains("Resuming run 1 ");
    Truth.assertExact(world);
  }

  @Test
  void backfillResumesEveryRunOfItsThatWasInterrupted() {
    world.trackIdle(120);
    String[] slowly = {BACKFILL[0], BACKFILL[1], BACKFILL[2], BACKFILL[3], "--cleanup.rate=10/s"};
    List<Child> children = List.of(world.start(slowly), world.start(slowly));
    World.awaitOrFail(
        "both at work",
        () -> world.number("select count(distinct run_id) from session_audit") == 2);
    children.forEach(Child::kill);

    Child next = world.start(BACKFILL);

    assertThat(next.exit()).as(next.said()).isZero();
    assertThat(world.number("select count(*) from cleanup_run")).isEqualTo(2);
    Truth.assertExact(world);
  }
}
