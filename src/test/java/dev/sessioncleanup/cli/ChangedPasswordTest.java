package dev.sessioncleanup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessioncleanup.database.DatabaseTest;
import dev.sessioncleanup.truth.Truth;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The password of the job's role is changed during a run, and its connections are cut. */
@DatabaseTest
class ChangedPasswordTest {
  private final World world = new World();

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void changedPasswordIsAnOutageAndTheNewOneResumesTheRun() throws IOException {
    String role =
        "changing_in_" + world.jdbc.sql("select current_database()").query(String.class).single();
    world.stale(IntStream.range(0, 60).mapToObj("PWD-%010d"::formatted).toArray(String[]::new));
    world.jdbc.sql(Files.readString(Path.of("db/roles.sql"))).update();
    world
        .jdbc
        .sql("create role %s login password 'hush' in role session_cleanup_job".formatted(role))
        .update();
    try {
      world.set("spring.datasource.username", role).set("spring.datasource.password", "hush");
      world.set("cleanup.unavailable-after", "1s");
      world.pave.beforeReply(
          exchange -> {
            if (exchange.number() == 20) {
              changePassword(role);
            }
          });

      Shell.Ended ended = world.run("sweep").exitedWith(5);

      assertThat(ended.toString())
          .contains("The database does not answer", "Was spring.datasource.password changed?");

      world.run("sweep").exitedWith(2).complains("the database refuses the login", ".password");

      world.set("spring.datasource.password", "hush-new").run("sweep").exitedWith(0);
      assertThat(world.runs()).extracting(CleanupRunRow::state).containsOnly("complete");
      assertThat(world.pave.removed()).hasSize(60);
      // A cut connection can lose the reply to a grant, which is then on record and never sent.
      assertThat(Truth.errors(world)).isEmpty();
    } finally {
      world.jdbc.sql("drop role " + role).update();
    }
  }

  private void changePassword(String role) {
    world.jdbc.sql("alter role %s password 'hush-new'".formatted(role)).update();
    world
        .jdbc
        .sql("select pg_terminate_backend(pid) from pg_stat_activity where usename = :role")
        .param("role", role)
        .query()
        .listOfRows();
  }
}
