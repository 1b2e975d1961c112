package dev.sessioncleanup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessioncleanup.database.DatabaseTest;
import dev.sessioncleanup.database.TestDatabase;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DatabaseTest
class DatabaseErrorTest {
  private static final String URL = "spring.datasource.url";
  private final World world = new World();

  @AfterEach
  void close() {
    world.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"sweep", "migrate", "report runs"})
  void wrongPasswordNamesTheSettings(String words) {
    world
        .set("spring.datasource.password", "hush-wrong")
        .run(words.split(" "))
        .exitedWith(2)
        .complainsOnce(
            "the database refuses the login",
            "password authentication failed",
            "Check spring.datasource.username and .password.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"sweep", "migrate", "report runs"})
  void unreachableDatabaseIsWorthARetry(String words) throws IOException {
    world
        .set(URL, "jdbc:postgresql://127.0.0.1:" + closedPort() + "/tracking")
        .run(words.split(" "))
        .exitedWith(5)
        .complainsOnce("the database of spring.datasource.url does not answer", "run the same");
  }

  @Test
  void databaseThatDoesNotExistNamesTheUrl() {
    world
        .set(URL, world.database.jdbcUrl() + "_nowhere")
        .run("sweep")
        .exitedWith(2)
        .complainsOnce("no such database", "_nowhere\" does not exist", "spring.datasource.url");
  }

  @ParameterizedTest
  @ValueSource(strings = {"sweep", "migrate", "report runs"})
  void missingUrlSaysWhatToSet(String words) {
    world
        .unset(URL)
        .run(words.split(" "))
        .exitedWith(2)
        .complainsOnce(
            "spring.datasource.url is not set.", "like jdbc:postgresql://host:5432/tracking");
  }

  @Test
  void urlOfAnotherDatabaseIsRefused() {
    world
        .set(URL, "jdbc:mysql://127.0.0.1/tracking")
        .run("sweep")
        .exitedWith(2)
        .complainsOnce("spring.datasource.url is not PostgreSQL's");
  }

  @Test
  void olderSchemaIsRefusedWhereTheProgramMustNotMigrate() {
    try (TestDatabase empty = TestDatabase.create()) {
      world
          .set(URL, empty.jdbcUrl())
          .set("spring.flyway.enabled", "false")
          .run("sweep")
          .exitedWith(2)
          .complainsOnce("The schema is older than this program: ", "Run the command migrate.");
    }
  }

  @Test
  void reportOnAnOlderSchemaSaysMigrate() {
    try (TestDatabase empty = TestDatabase.create()) {
      world
          .set(URL, empty.jdbcUrl())
          .run("report", "runs")
          .exitedWith(2)
          .complainsOnce("The schema is older than this program: ", "Run the command migrate.");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"sweep", "migrate", "report runs", "sweep --spring.flyway.enabled=false"})
  void newerSchemaIsRefused(String words) {
    world
        .jdbc
        .sql(
            """
            insert into flyway_schema_history
              (installed_rank, version, description, type, script, checksum, installed_by, execution_time, success)
            values (900, '900', 'of the future', 'SQL', 'V900__of_the_future.sql', 1, 'somebody', 1, true)
            """)
        .update();

    world
        .run(words.split(" "))
        .exitedWith(2)
        .complainsOnce("The schema is newer than this program: it has version 900.");

    assertThat(world.runs()).isEmpty();
  }

  @Test
  void migrateThenSweepWithoutFlywayWorks() {
    try (TestDatabase empty = TestDatabase.create()) {
      world.set(URL, empty.jdbcUrl()).set("spring.flyway.enabled", "false");

      world.run("migrate").exitedWith(0).says("Applied ", "the schema has version ");
      world.run("migrate").exitedWith(0).says("The schema is up to date");
      world.run("sweep").exitedWith(0).says(": complete");
    }
  }

  @Test
  void sweepMigratesAnEmptyDatabaseByItself() {
    try (TestDatabase empty = TestDatabase.create()) {
      world.set(URL, empty.jdbcUrl()).run("sweep").exitedWith(0).says(": complete");
    }
  }

  private static int closedPort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      return socket.getLocalPort();
    }
  }
}
