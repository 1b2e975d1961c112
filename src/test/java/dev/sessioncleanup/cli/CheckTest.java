package dev.sessioncleanup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessioncleanup.database.DatabaseTest;
import dev.sessioncleanup.database.TestDatabase;
import dev.sessioncleanup.simulator.PaveSimulator;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import tools.jackson.databind.json.JsonMapper;

/** What check finds, and that it changes nothing. */
@DatabaseTest
@TestInstance(Lifecycle.PER_CLASS)
class CheckTest {
  private final World world = new World();

  @BeforeAll
  void sessions() {
    world.stale("CHK-0000000001");
  }

  @AfterEach
  void nothingWasSentButProbes() {
    world.resetSettings();
    assertThat(world.pave.log())
        .allMatch(call -> call.method().equals("GET") && call.sessionKey().isEmpty());
    assertThat(world.audit()).isEmpty();
    world.jdbc.sql("delete from run_event; delete from cleanup_run").update();
    world.jdbc.sql("delete from cleanup_pace").update();
    world.jdbc.sql("delete from tracked_session where session_key <> 'CHK-0000000001'").update();
    assertThat(
            world.jdbc.sql("select last_value from cleanup_process_id").query(Long.class).single())
        .isEqualTo(1);
  }

  @AfterAll
  void close() {
    world.close();
  }

  @Test
  void everythingIsFine() {
    Shell.Ended ended = world.run("check").exitedWith(0);

    ended.says(
        "ok       database   PostgreSQL ",
        "ok       schema     version ",
        "ok       rights     ",
        "ok       sweep      account default: 1 session to delete",
        "ok       leftovers  ",
        "ok       pave       account default: credentials accepted after ",
        "ok       webhook    account default: SESSION:STATUS_CHANGE is registered",
        "ok       clock      account default: this machine's clock is as PAVE's");
    assertThat(ended.out()).doesNotContain("warning", "PROBLEM");
    assertThat(ended.out().lines()).allMatch(line -> line.length() <= 80);
    assertThat(ended.err()).isEmpty();
  }

  @Test
  void jsonSaysTheSame() {
    var document =
        JsonMapper.builder().build().readTree(world.run("check", "--output", "json").out());

    assertThat(document.path("exit_code").asInt()).isZero();
    assertThat(document.path("checks").size()).isEqualTo(8);
    assertThat(document.path("checks").get(0).path("level").asString()).isEqualTo("ok");
  }

  @Test
  void refusedCredentialsEndWithSix() {
    world.set("pave.accounts.default.api-secret", Shell.HUSH + "-wrong");

    world
        .run("check")
        .exitedWith(6)
        .says("PROBLEM  pave       PAVE refused the credentials of account default (401");
  }

  @Test
  void anIncompleteAccountEndsWithTwo() {
    world.unset("pave.accounts.default.api-secret");

    world
        .run("check")
        .exitedWith(2)
        .says("PROBLEM  accounts   pave.accounts.default.api-secret is not set.");
  }

  @Test
  void unreachablePaveEndsWithFive() {
    world.set("pave.base-url", "http://127.0.0.1:1/v1");

    world.run("check").exitedWith(5).says("PROBLEM  pave       account default: ");
  }

  @Test
  void unreachableDatabaseEndsWithFiveAndPaveIsStillAsked() {
    world.set("spring.datasource.url", "jdbc:postgresql://127.0.0.1:1/tracking");

    world
        .run("check")
        .exitedWith(5)
        .says(
            "PROBLEM  database   the database of spring.datasource.url does not", "ok       pave ");
  }

  @Test
  void wrongSettingsEndWithTwo() {
    world.set("cleanup.rate", "fast");

    world.run("check").exitedWith(2).says("PROBLEM  settings   cleanup.rate");
  }

  @Test
  void guardsForgottenAccountsAndLeftoversAreWarnings() {
    world.set("cleanup.guard.max-share", "0");
    world.set("cleanup.guard.max-count", "1");
    world.stale("CHK-0000000002");
    world.track("forgotten", "CHK-0000000003", "IDLE", "30 days");
    world
        .jdbc
        .sql(
            """
            with dead as (
              insert into cleanup_run (kind, account, created_before, state, process_id)
              values ('nightly', 'default', now(), 'running', 999), ('nightly', 'default', now(), 'paused', 999)
              returning run_id
            )
            insert into cleanup_pace (account, next_at, held_until, reason)
            values ('default', now() + interval '10 minutes', now() + interval '5 minutes', '429: Too Many Attempts')
            """)
        .update();

    world
        .run("check")
        .exitedWith(0)
        .says(
            "warning  guards     account default: a guard would stop the next sweep. 2",
            "warning  accounts   1 stale session of 'forgotten', which is not configured.",
            "of account default unfinished, 0 open claims; the next",
            "of account default is paused, its process is dead, 0",
            "warning  rate       account default: nothing is sent for the next ",
            "account default: its pace clock is ");
  }

  @Test
  void aClockThatIsOffIsAWarning() {
    try (var later = new PaveSimulator(() -> Instant.now().plusSeconds(120))) {
      later.account("user-default", World.key("default"), World.secret("default"));
      world.set("pave.base-url", later.baseUrl().toString());

      world
          .run("check")
          .exitedWith(0)
          .says("warning  clock      account default: this machine's clock is 1", " s behind");
    }
  }

  @Test
  void aProxyThatRepeatsDeleteIsAWarning() {
    world
        .jdbc
        .sql(
            """
            with run as (
              insert into cleanup_run (kind, account, created_before, state)
              values ('nightly', 'default', now(), 'complete') returning run_id
            )
            insert into session_audit (run_id, session_key, attempts, outcome, evidence)
            select r.run_id, 'CHK-0000000004', 1, 'removed', 'inferred' from run r
            """)
        .update();

    world
        .run("check")
        .exitedWith(0)
        .says("warning  proxy      1 session was IDLE by GET and gone for the DELETE right");

    world
        .jdbc
        .sql(
            """
            set session_replication_role = replica; delete from session_audit;
            set session_replication_role = default
            """)
        .update();
  }

  @Test
  void aRoleThatOnlyReadsMakesAllChecksAndLacksRights() throws Exception {
    world.jdbc.sql(Files.readString(Path.of("db/roles.sql"))).update();
    String role = "check_" + ProcessHandle.current().pid();
    world
        .jdbc
        .sql(
            "create role %s login password 'reader' in role session_cleanup_reporter"
                .formatted(role))
        .update();
    try {
      world.set("spring.datasource.username", role).set("spring.datasource.password", "reader");

      world
          .run("check")
          .exitedWith(2)
          .says(
              "role " + role,
              "PROBLEM  rights     the role lacks delete on session_audit, execute on",
              "ok       sweep      account default",
              "ok       leftovers  ",
              "ok       pave ");
    } finally {
      world.jdbc.sql("drop role " + role).update();
    }
  }

  @Test
  void anEmptyDatabaseIsNamed() throws Exception {
    try (var empty = TestDatabase.create()) {
      world.set("spring.datasource.url", empty.jdbcUrl());

      world
          .run("check")
          .exitedWith(2)
          .says("PROBLEM  schema     There is no session-cleanup schema", "ok       pave ");
    }
  }
}
