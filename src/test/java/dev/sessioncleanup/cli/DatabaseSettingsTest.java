package dev.sessioncleanup.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.sessioncleanup.database.ControlledPostgres;
import dev.sessioncleanup.database.ControlledPostgres.Shutdown;
import dev.sessioncleanup.database.DatabaseTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Settings that a database administrator may have made: each works, or is refused by name. */
@DatabaseTest
class DatabaseSettingsTest {
  private static final String URL = "spring.datasource.url";
  private final World world = new World();

  @AfterEach
  void close() {
    world.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '=',
      textBlock =
          """
          default_transaction_isolation       = serializable
          default_transaction_isolation       = repeatable read
          default_transaction_deferrable      = on
          statement_timeout                   = 100ms
          transaction_timeout                 = 100ms
          idle_in_transaction_session_timeout = 1ms
          idle_session_timeout                = 50ms
          lock_timeout                        = 1ms
          synchronous_commit                  = off
          DateStyle                           = SQL, DMY
          IntervalStyle                       = sql_standard
          client_encoding                     = LATIN1
          standard_conforming_strings         = off
          TimeZone                            = America/St_Johns
          """)
  void settingOfTheDatabaseDoesNotEndARun(String name, String value) {
    assumeThat(exists("select from pg_settings where lower(name) = lower('" + name + "')"))
        .isTrue();
    world.stale("DBS-0000000001", "DBS-0000000002", "DBS-0000000003");
    takeYourTime();
    world.jdbc.sql("alter database %s set %s = '%s'".formatted(name(), name, value)).update();

    world.run("sweep").exitedWith(0).says("removed     3");
    world.run("runs").exitedWith(0);
    world.run("report", "sessions", "--format", "csv").exitedWith(0).says("DBS-0000000001");
  }

  /** A statement that is slow enough for the timeouts above. */
  private void takeYourTime() {
    world
        .jdbc
        .sql(
            """
            create function take_your_time() returns trigger language plpgsql as
              $$ begin perform pg_sleep(0.2); return null; end $$;
            create trigger take_your_time after insert on session_audit execute function take_your_time()
            """)
        .update();
  }

  @Test
  void schemaOfItsOwnOnTheSearchPathIsUsed() {
    world.jdbc.sql("drop schema public cascade; create schema cleanup").update();
    world.jdbc.sql("alter database " + name() + " set search_path = cleanup").update();

    world.run("migrate").exitedWith(0).says("the schema has version ");
    world.stale("DBS-0000000001");
    world.run("sweep").exitedWith(0).says("removed     1");
    world.run("report", "runs").exitedWith(0);
    assertThat(exists("select from pg_tables where schemaname = 'cleanup'")).isTrue();
  }

  @Test
  void schemaOfTheUrlIsUsed() {
    world.jdbc.sql("create schema cleanup").update();
    world.set(URL, world.database.jdbcUrl() + "?currentSchema=cleanup");

    world.run("sweep").exitedWith(2).complainsOnce("There is no session-cleanup", "schema cleanup");
    world.run("migrate").exitedWith(0).says("the schema has version ");
    world.run("sweep").exitedWith(0).says(": complete");
  }

  @ParameterizedTest
  @ValueSource(strings = {"sweep", "migrate", "report runs"})
  void searchPathWithoutASchemaIsRefused(String words) {
    world
        .set(URL, world.database.jdbcUrl() + "?currentSchema=nowhere")
        .run(words.split(" "))
        .exitedWith(2)
        .complainsOnce("The search_path (nowhere) names no schema that exists", "currentSchema");
  }

  @ParameterizedTest
  @ValueSource(ints = {8, 4})
  void roleWithFewConnectionsWorks(int limit) throws IOException {
    String role = "few_in_" + name();
    world.stale(IntStream.range(0, 60).mapToObj("DBS-%010d"::formatted).toArray(String[]::new));
    world.jdbc.sql(Files.readString(Path.of("db/roles.sql"))).update();
    world
        .jdbc
        .sql(
            "create role %s login password 'hush' in role session_cleanup_job connection limit %d"
                .formatted(role, limit))
        .update();
    world.set("spring.datasource.username", role).set("spring.datasource.password", "hush");
    try {
      world.run("sweep").exitedWith(0).says("removed     60");
    } finally {
      world.jdbc.sql("drop role " + role).update();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"SQL_ASCII", "LATIN1"})
  void encodingOtherThanUtf8IsRefused(String encoding) {
    String other = name() + "_other";
    world
        .jdbc
        .sql(
            "create database %s template template0 encoding '%s' lc_collate 'C' lc_ctype 'C'"
                .formatted(other, encoding))
        .update();
    try {
      world.set(URL, world.database.jdbcUrl() + "_other");
      for (String command : new String[] {"migrate", "sweep"}) {
        world
            .run(command)
            .exitedWith(2)
            .complainsOnce("database " + other + " has the encoding " + encoding, "UTF8");
      }
    } finally {
      world.jdbc.sql("drop database " + other + " with (force)").update();
    }
  }

  @Test
  void databaseThatOnlyReadsIsRefusedByNameAndReportsWork() {
    world.stale("DBS-0000000001");
    world.jdbc.sql("alter database " + name() + " set default_transaction_read_only = on").update();

    for (String command : new String[] {"sweep", "migrate"}) {
      world
          .run(command)
          .exitedWith(2)
          .complainsOnce("default_transaction_read_only is on for database " + name());
    }
    world.run("report", "runs").exitedWith(0);
    assertThat(world.pave.log()).isEmpty();
  }

  @Test
  void standbyIsRefusedByNameAndReportsWork() {
    try (ControlledPostgres server = ControlledPostgres.prepare()) {
      server.start();
      server.migrate();
      server.stop(Shutdown.FAST);
      server.becomeStandby();
      server.start();
      world
          .set(URL, server.jdbcUrl())
          .set("spring.datasource.username", server.username())
          .set("spring.datasource.password", server.password());

      for (String command : new String[] {"sweep", "migrate"}) {
        world.run(command).exitedWith(2).complainsOnce("is a standby", "targetServerType=primary");
      }
      world.run("report", "runs").exitedWith(0);
    }
  }

  private String name() {
    return world.jdbc.sql("select current_database()").query(String.class).single();
  }

  private boolean exists(String query) {
    return world.jdbc.sql("select exists (" + query + ")").query(Boolean.class).single();
  }
}
