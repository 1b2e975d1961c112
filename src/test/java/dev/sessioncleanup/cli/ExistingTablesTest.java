package dev.sessioncleanup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessioncleanup.database.DatabaseTest;
import dev.sessioncleanup.database.TestDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The program beside tables that other programs have in the same schema. */
@DatabaseTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ExistingTablesTest {
  private static final String TRACKED =
      """
      create table tracked_session (
        session_key varchar(80) primary key, account text not null, status varchar(20) not null,
        created_at timestamptz not null, updated_at timestamptz, note text);
      insert into tracked_session values ('OLD-1', 'default', 'IDLE', now() - interval '30 days', now(), 'kept')
      """;

  private final World world = new World();
  private TestDatabase database = TestDatabase.create();
  private JdbcClient jdbc = JdbcClient.create(database.dataSource());

  @BeforeEach
  void emptyDatabase() {
    database = TestDatabase.create();
    jdbc = JdbcClient.create(database.dataSource());
    world.set("spring.datasource.url", database.jdbcUrl());
  }

  @AfterEach
  void dropDatabase() {
    database.close();
  }

  @AfterAll
  void close() {
    world.close();
  }

  @Test
  void tableThatOnlyHasTheNameOfFlywaysHistoryIsNoObstacle() {
    jdbc.sql("create table flyway_schema_history (a int)").update();

    world.run("migrate").exitedWith(0).says("Applied ", " migrations; the schema has version ");
    world.run("sweep").exitedWith(0).says(": complete");
  }

  @Test
  void tablesOfOtherProgramsAreNoObstacle() {
    jdbc.sql("create table inspection (id int)").update();

    world.run("migrate").exitedWith(0).says("Applied ", " migrations; the schema has version ");
    world.run("migrate").exitedWith(0).says("The schema is up to date (version ");
    world.run("sweep").exitedWith(0).says(": complete");
  }

  @Test
  void historyOfAnotherProgramsFlywayIsLeftAlone() {
    jdbc.sql(
            """
            create table flyway_schema_history (
              installed_rank int primary key, version text, description text, type text, script text, checksum int,
              installed_by text, installed_on timestamp default now(), execution_time int, success boolean)
            """)
        .update();
    jdbc.sql(
            """
            insert into flyway_schema_history values
            (1, '1', 'first', 'SQL', 'V1__first.sql', 5, 'app', now(), 1, true),
            (2, '17', 'last', 'SQL', 'V17__last.sql', 6, 'app', now(), 1, true)
            """)
        .update();

    world.run("sweep").exitedWith(2).complainsOnce("There is no session-cleanup schema");
    world.run("migrate").exitedWith(0).says("Applied ", " migrations");
    world.run("migrate").exitedWith(0).says("up to date");
    world.run("sweep", "--spring.flyway.enabled=false").exitedWith(0).says(": complete");
    world.run("report", "runs").exitedWith(0);
    assertThat(list("select script from flyway_schema_history order by 1"))
        .containsExactly("V17__last.sql", "V1__first.sql");
  }

  @Test
  void tableThatFitsIsAdoptedWithItsRows() {
    jdbc.sql(TRACKED).update();
    jdbc.sql(
            """
            create table session_hold (
              session_key text primary key, reason text, held_by text, held_at timestamptz, expires_at timestamptz);
            insert into session_hold values ('HELD-1', 'why', 'me', now(), null)
            """)
        .update();
    world.pave.session(World.key("default"), "OLD-1", "IDLE");

    world.run("migrate").exitedWith(0);
    world.run("sweep").exitedWith(0).says("removed     1");

    assertThat(list("select note from tracked_session where settled_at is not null"))
        .containsExactly("kept");
    assertThat(list("select session_key from active_hold")).containsExactly("HELD-1");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          session_key text, account int                        | session_key must be the primary key or unique
          session_key text, account int                        | account is int4 and must be text
          session_key text, account int                        | status text is missing
          id bigint primary key                                | session_key text is missing, account text is missing
          session_key uuid primary key                         | session_key is uuid and must be text
          session_key text primary key, created_at timestamp   | created_at is timestamp and must be timestamptz
          session_key text primary key, account text           | account must be not null
          session_key text primary key, settled_at text        | settled_at is text and must be timestamptz
          """)
  void tableThatDoesNotFitIsRefusedBeforeAnythingIsCreated(String columns, String message) {
    jdbc.sql("create table tracked_session (" + columns + ")").update();

    world
        .run("migrate")
        .exitedWith(2)
        .complainsOnce("Nothing was created", "tracked_session (", message, "db/README.md");

    assertThat(relations()).containsExactly("tracked_session");
  }

  @Test
  void tableOfARoleThatTheUserIsNotInIsRefused() {
    jdbc.sql(TRACKED).update();
    asUserWithoutRights(
        "grant create on schema public to %s",
        () ->
            world
                .run("migrate")
                .exitedWith(2)
                .complainsOnce("Nothing was created", "tracked_session belongs to postgres"));

    assertThat(relations()).containsExactly("tracked_session");
  }

  @Test
  void userWhoMayCreateNothingIsToldSo() {
    asUserWithoutRights(
        "revoke create on schema public from %s",
        () ->
            world
                .run("migrate")
                .exitedWith(2)
                .complainsOnce("lacks a privilege", "permission denied for schema public"));

    assertThat(relations()).isEmpty();
  }

  private void asUserWithoutRights(String grant, Runnable test) {
    String user = "no_rights_in_" + list("select current_database()").getFirst();
    jdbc.sql("create role %s login password 'hush'".formatted(user)).update();
    jdbc.sql(grant.formatted(user)).update();
    world.set("spring.datasource.username", user).set("spring.datasource.password", "hush");
    try {
      test.run();
    } finally {
      world.resetSettings();
      jdbc.sql("drop owned by " + user).update();
      jdbc.sql("drop role " + user).update();
    }
  }

  @Test
  void infiniteDateIsRefused() {
    jdbc.sql(TRACKED).update();
    jdbc.sql("update tracked_session set created_at = '-infinity'").update();

    world.run("migrate").exitedWith(2).complainsOnce("created_at is infinite in some rows");

    assertThat(relations()).containsExactly("tracked_session");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "create view tracked_session as select 1 as id",
        "create table session_audit (id int)",
        "create table report_run (id int)",
        "create table session_hold (session_key text)",
        "create table batch_job_instance (job_instance_id bigint primary key)",
        "create sequence cleanup_process_id"
      })
  void whateverElseIsInTheWayIsNamed(String statement) {
    jdbc.sql(statement).update();
    String name = relations().getFirst();

    world.run("migrate").exitedWith(2).complainsOnce("Nothing was created", name);

    assertThat(relations()).containsExactly(name);
  }

  @Test
  void functionInTheWayLeavesNothingHalfMade() {
    jdbc.sql(
            """
            create function pacing_horizon() returns interval language sql as $$ select interval '1 s' $$
            """)
        .update();

    world.run("migrate").exitedWith(2).complainsOnce("Nothing was created", "pacing_horizon");

    assertThat(relations()).doesNotContain("tracked_session", "batch_job_instance");
    jdbc.sql("drop function pacing_horizon()").update();
    world.run("migrate").exitedWith(0);
  }

  @Test
  void schemaOfOtherScriptsIsRefused() {
    world.run("migrate").exitedWith(0);
    jdbc.sql("update flyway_schema_history set checksum = 1 where version = '2'").update();

    world.run("migrate").exitedWith(2).complainsOnce("made by other scripts", "version 2");
  }

  @Test
  void springBatchTablesOfAnotherProgramAreShared() throws Exception {
    jdbc.sql(Files.readString(Path.of("db/migration/V1__spring_batch.sql"))).update();
    jdbc.sql(
            "insert into batch_job_instance values (nextval('batch_job_instance_seq'), 0, 'theirs', 'k')")
        .update();

    world.run("migrate").exitedWith(0);
    world.run("sweep").exitedWith(0);

    assertThat(list("select job_name from batch_job_instance order by job_instance_id limit 1"))
        .containsExactly("theirs");
  }

  @Test
  void batchTablesWithoutTheirSequenceAreRefused() throws Exception {
    jdbc.sql(Files.readString(Path.of("db/migration/V1__spring_batch.sql"))).update();
    jdbc.sql("alter sequence batch_job_instance_seq rename to batch_job_seq").update();

    world.run("migrate").exitedWith(2).complainsOnce("batch_job_instance_seq is missing");
  }

  private List<String> list(String sql) {
    return jdbc.sql(sql).query(String.class).list();
  }

  private List<String> relations() {
    return list(
        """
        select relname from pg_class
        where relnamespace = 'public'::regnamespace and relkind in ('r', 'v', 'S') order by 1
        """);
  }
}
