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
  private final SharedWorld shared = new SharedWorld();
  private final ProcessWorld world = shared.world;

  @AfterEach
  void close() {
    shared.close();
  }

  @Test
  void twoProcessesNeverResumeOneInterruptedRunTwice() {
    world.trackIdle(80);
    world.killSweepAfter(5);

    List<ChildProcess> children = List.of(world.start("sweep"), world.start("sweep"));
    children.forEach(child -> assertThat(child.exit()).as(child.output()).isZero());

    assertThat(children.stream().filter(child -> child.output().contains("Resuming run 1 ")))
        .hasSize(1);
    assertThat(
            world.number(
                """
                select count(*) from batch_job_execution e join cleanup_run r on r.job_instance_id = e.job_instance_id
                where r.run_id = 1
                """))
        .isEqualTo(2);
    EndState.assertExact(world);
  }

  @Test
  void resumedRunKeepsItsFrozenCutoff() {
    world.trackIdle(60);
    world.killSweepAfter(2);
    String cutoff = "select created_before::text from cleanup_run where run_id = 1";
    List<String> before = world.texts(cutoff);

    assertThat(world.start("sweep").exit()).isZero();

    assertThat(world.texts(cutoff)).isEqualTo(before);
    EndState.assertExact(world);
  }

  @Test
  void killedTwiceIsResumedTwice() {
    world.trackIdle(120);
    Stream.of(10, 40, 70)
        .forEach(
            count -> {
              ChildProcess child = world.start("sweep");
              ProcessWorld.awaitOrFail(
                  count + " outcomes", () -> world.audited("a.outcome is not null") >= count);
              child.kill();
            });

    assertThat(world.start("sweep").exit()).isZero();

    assertThat(world.number("select count(*) from cleanup_run")).isEqualTo(2);
    EndState.assertExact(world);
  }

  @Test
  void killBetweenSpringBatchsInstanceAndItsExecutionIsRestartable() {
    world.trackIdle(40);
    world.killSweepAfter(2);
    // The state after a kill between the two transactions of Spring Batch's start.
    world
        .jdbc
        .sql(
            """
            delete from batch_step_execution_context; delete from batch_step_execution;
            delete from batch_job_execution_context; delete from batch_job_execution_params; delete from batch_job_execution
            """)
        .update();

    ChildProcess next = world.start("sweep");

    assertThat(next.exit()).as(next.output()).isZero();
    EndState.assertExact(world);
  }

  @Test
  void abandonedStepIsExecutedAgain() {
    world.trackIdle(40);
    world.killSweepAfter(2);
    // The state that Spring Batch gives a failed step when the closing step follows it.
    world
        .jdbc
        .sql(
            """
            update batch_job_execution set status = 'FAILED';
            update batch_step_execution set status = 'ABANDONED' where step_name = 'delete'
            """)
        .update();

    ChildProcess next = world.start("sweep");

    assertThat(next.exit()).as(next.output()).isZero();
    EndState.assertExact(world);
  }

  /** The state after a kill between the end of the run and the end of Spring Batch's job. */
  @Test
  void twoProcessesStartedAfterAKillInTheClosingStepBothSucceed() {
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

    List<ChildProcess> next = List.of(world.start("sweep"), world.start("sweep"));

    next.forEach(child -> assertThat(child.exit()).as(child.output()).isZero());
    EndState.assertExact(world);
  }

  /** The end of the run cannot be written, so it must not be reported as complete. */
  @Test
  void unwritableRunEndExitsWithFiveAndTheSameCommandResumes() throws Exception {
    world.trackIdle(20);
    ChildProcess child =
        world.start(
            "sweep",
            "--cleanup.rate=10/s",
            "--cleanup.unavailable-after=1s",
            "--spring.datasource.hikari.connection-init-sql=set lock_timeout = '300ms'");
    ProcessWorld.awaitOrFail("some calls", () -> !world.pave.log().isEmpty());
    try (Connection other = world.database().getConnection();
        var statement = other.createStatement()) {
      other.setAutoCommit(false);
      statement.execute("select 1 from cleanup_run for no key update");

      assertThat(child.exit()).as(child.output()).isEqualTo(5);

      assertThat(child.output()).contains("could not be written").doesNotContain(": complete,");
    }
    assertThat(world.texts("select state from cleanup_run")).containsExactly("running");

    ChildProcess next = world.start("sweep");

    assertThat(next.exit()).as(next.output()).isZero();
    assertThat(next.output()).contains("Resuming run 1 ");
    EndState.assertExact(world);
  }

  @Test
  void backfillResumesAllItsInterruptedRuns() {
    world.trackIdle(120);
    String[] slowly =
        Stream.concat(ProcessWorld.BACKFILL.stream(), Stream.of("--cleanup.rate=10/s"))
            .toArray(String[]::new);
    List<ChildProcess> children = List.of(world.start(slowly), world.start(slowly));
    ProcessWorld.awaitOrFail(
        "both at work",
        () -> world.number("select count(distinct run_id) from session_audit") == 2);
    children.forEach(ChildProcess::kill);

    ChildProcess next = world.start(ProcessWorld.BACKFILL);

    assertThat(next.exit()).as(next.output()).isZero();
    assertThat(world.number("select count(*) from cleanup_run")).isEqualTo(2);
    EndState.assertExact(world);
  }
}
