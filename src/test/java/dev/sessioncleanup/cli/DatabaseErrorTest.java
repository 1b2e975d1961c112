package dev.sessioncleanup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessioncleanup.database.DatabaseTest;
import dev.sessioncleanup.database.TestDatabase;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;

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
  void wrongPasswordNamesTheSettings(String commandLine) {
    world
        .set("spring.datasource.password", "hush-wrong")
        .run(commandLine.split(" "))
        .exitedWith(2)
        .complainsOnce(
            "the database refuses the login",
            "password authentication failed",
            "Check spring.datasource.username and .password.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"migrate", "report runs"})
  void unreachableDatabaseIsWorthARetry(String commandLine) throws IOException {
    world
        .set(URL, "jdbc:postgresql://127.0.0.1:" + closedPort() + "/tracking")
        .run(commandLine.split(" "))
        .exitedWith(5)
        .complainsOnce("the database of spring.datasource.url does not answer", "run the same");
  }

  @ParameterizedTest
  @ValueSource(strings = {"sweep", "sweep --dry-run"})
  void unreachableDatabaseIsWaitedForAsLongAsTheSettingSays(String commandLine) throws IOException {
    int port = closedPort();
    Shell.Ended ended =
        world
            .set(URL, "jdbc:postgresql://127.0.0.1:" + port + "/tracking")
            .set("cleanup.unavailable-after", "1s")
            .run(commandLine.split(" "))
            .exitedWith(5);

    assertThat(ended.err().lines())
        .satisfiesExactly(
            first ->
                assertThat(first)
                    .contains("Waiting for the database, up to 1s (cleanup.unavailable-after)")
                    .contains("127.0.0.1:" + port + " refused"),
            last -> assertThat(last).contains("does not answer", "run the same"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"sweep", "migrate", "report runs"})
  void passwordThatIsNotSetIsNoOutage(String commandLine) {
    world
        .unset("spring.datasource.password")
        .run(commandLine.split(" "))
        .exitedWith(2)
        .complainsOnce("spring.datasource.password is not set", "SPRING_DATASOURCE_PASSWORD");
  }

  @Test
  void emptyPasswordIsNoOutage() {
    world
        .set("spring.datasource.password", "")
        .run("sweep")
        .exitedWith(2)
        .complainsOnce("spring.datasource.password is not set");
  }

  @ParameterizedTest
  @ValueSource(strings = {"sweep", "migrate", "report runs"})
  void unknownHostIsNoOutage(String commandLine) {
    world
        .set(URL, "jdbc:postgresql://nowhere.invalid:5432/tracking")
        .run(commandLine.split(" "))
        .exitedWith(2)
        .complainsOnce("the host of spring.datasource.url is unknown: nowhere.invalid");
  }

  @ParameterizedTest
  @ValueSource(strings = {"somebody:hush@127.0.0.1", "somebody@127.0.0.1", "a:b:hush@[::1]"})
  void userInTheUrlIsRefused(String address) {
    world
        .set(URL, "jdbc:postgresql://" + address + ":5432/tracking")
        .run("sweep")
        .exitedWith(2)
        .complainsOnce("spring.datasource.url holds a user", "Move them");
  }

  @ParameterizedTest
  @CsvSource({
    "sslmode=require, Check sslmode",
    "sslmode=verify-full, Check sslmode",
    "sslmode=perhaps, Invalid sslmode value: perhaps"
  })
  void encryptionThatTheServerDoesNotOfferIsNoOutage(String option, String message) {
    world
        .set(URL, world.database.jdbcUrl() + "?" + option)
        .run("sweep")
        .exitedWith(2)
        .complainsOnce("spring.datasource.url", message);
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
  void missingUrlNamesTheSetting(String commandLine) {
    world
        .unset(URL)
        .run(commandLine.split(" "))
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

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sweep",
        "sweep --dry-run",
        "sweep --spring.flyway.enabled=false",
        "backfill --from 2020-01-01 --to 2021-01-01 --dry-run",
        "report runs",
        "runs"
      })
  void onlyMigrateCreatesASchema(String commandLine) {
    try (TestDatabase empty = TestDatabase.create()) {
      world
          .set(URL, empty.jdbcUrl())
          .run(commandLine.split(" "))
          .exitedWith(2)
          .complainsOnce(
              "There is no session-cleanup schema in database test_",
              "(schema public)",
              "spring.datasource.url",
              "the command migrate");
      assertThat(
              JdbcClient.create(empty.dataSource())
                  .sql("select count(*) from pg_class where relnamespace = 'public'::regnamespace")
                  .query(Long.class)
                  .single())
          .isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"sweep --spring.flyway.enabled=false", "report runs", "runs"})
  void olderSchemaIsRefusedWhereTheProgramMustNotMigrate(String commandLine) {
    try (TestDatabase older = olderSchema()) {
      world
          .set(URL, older.jdbcUrl())
          .run(commandLine.split(" "))
          .exitedWith(2)
          .complainsOnce("The schema is older than this program: ", "Run the command migrate.");
    }
  }

  @ParameterizedTest
  @CsvSource({"sweep, : complete", "sweep --dry-run, DRY RUN: nothing was sent"})
  void sweepBringsAnOlderSchemaUpToDate(String commandLine, String message) {
    try (TestDatabase older = olderSchema()) {
      world.set(URL, older.jdbcUrl()).run(commandLine.split(" ")).exitedWith(0).says(message);
      world.run("runs").exitedWith(0);
    }
  }

  private static TestDatabase olderSchema() {
    TestDatabase older = TestDatabase.create();
    Flyway.configure().dataSource(older.dataSource()).target("4").load().migrate();
    return older;
  }

  @ParameterizedTest
  @ValueSource(strings = {"sweep", "migrate", "report runs", "sweep --spring.flyway.enabled=false"})
  void newerSchemaIsRefused(String commandLine) {
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
        .run(commandLine.split(" "))
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

  private static int closedPort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      return socket.getLocalPort();
    }
  }
}
