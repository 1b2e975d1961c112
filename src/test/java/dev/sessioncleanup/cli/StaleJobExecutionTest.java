package dev.sessioncleanup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessioncleanup.database.DatabaseTest;
import dev.sessioncleanup.truth.Truth;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The process that had the run before is dying, and still writes Spring Batch's tables. */
@DatabaseTest
class StaleJobExecutionTest {
  private final World world = new World();

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void jobExecutionThatChangesMeanwhileIsReadAgain() {
    world.stale("STE-0000000001", "STE-0000000002");
    world.set("pave.accounts.default.api-secret", "hush-mistyped").run("sweep").exitedWith(6);
    world.jdbc.sql("update batch_job_execution set status = 'STARTED', end_time = null").update();
    loseUpdates(3);

    world.account("default").run("sweep").exitedWith(0).says("Run 1 (nightly, resumed)");

    assertThat(world.jdbc.sql("select last_value from tries").query(Long.class).single())
        .isGreaterThan(3);
    Truth.assertAuditIsTrue(world);
  }

  /** An update that finds no row of its version is what Spring Batch sees of another writer. */
  private void loseUpdates(int count) {
    world.jdbc.sql("create sequence tries").update();
    world
        .jdbc
        .sql(
            """
            create function lose_update() returns trigger language plpgsql as $$
            begin
              return case when nextval('tries') <= %d then null else new end;
            end $$
            """
                .formatted(count))
        .update();
    world
        .jdbc
        .sql(
            """
            create trigger lose_update before update on batch_job_execution
            for each row execute function lose_update()
            """)
        .update();
  }
}
