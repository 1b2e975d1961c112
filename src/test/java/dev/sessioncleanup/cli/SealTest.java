package dev.sessioncleanup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessioncleanup.database.DatabaseTest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Seals of ended runs, and what report verify finds after a superuser changed the audit. */
@DatabaseTest
class SealTest {
  private final World world = new World();

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void runIsSealedWhenItHasEnded() {
    world.stale("A", "B");

    Shell.Ended ended = world.run("sweep").exitedWith(0);

    String seal = seal(1);
    assertThat(seal).matches("[0-9a-f]{64}");
    assertThat(ended.out()).contains("seal        " + seal);
    assertThat(ended.err()).contains("Sealed run 1: seal " + seal);
    world
        .run("report", "verify")
        .exitedWith(0)
        .says("ok       account default: 1 run with 2 outcomes as sealed")
        .says("seal " + seal + ", run 1, the newest");
    assertThat(world.run("report", "verify", "--output", "json").exitedWith(0).out())
        .contains("\"unchanged\":true", "\"newest_seal\":\"" + seal + "\"");
  }

  @Test
  void dryRunAndFailedRunAreNotSealed() {
    world.stale("A");
    world.run("sweep", "--dry-run").exitedWith(0);
    run("failed", "now()");

    assertThat(sealNext()).isEmpty();
    world
        .run("report", "verify")
        .exitedWith(0)
        .says("note     account default, run 2 (failed): not sealed yet");
  }

  /** Run 2 of three, with three outcomes, is changed by somebody who switches triggers off. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "update session_audit set outcome = 'missing' where session_key = 'B2' | run 2: an outcome was changed after it was recorded (removed 2 instead of 3, missing 1 instead of 0)",
        "update session_audit set detail = 'nothing' where session_key = 'B2' | run 2: an outcome was changed after it was recorded",
        "update session_audit set recorded_at = recorded_at + interval '1 microsecond' where session_key = 'B2' | run 2: an outcome was changed",
        "update session_audit set session_key = 'X' where session_key = 'B1'; update session_audit set session_key = 'B1' where session_key = 'B2'; update session_audit set session_key = 'B2' where session_key = 'X' | run 2: an outcome was changed",
        "update session_audit set outcome = null, evidence = null, recorded_at = null where session_key = 'B2' | run 2: 2 outcomes instead of 3",
        "delete from session_audit where session_key = 'B3' | run 2: 2 outcomes instead of 3 (removed 2 instead of 3, attempts 2 instead of 3)",
        "insert into session_audit (run_id, session_key, outcome, evidence) values (2, 'X', 'removed', 'confirmed') | run 2: outcomes that were added after its end: 1",
        "delete from session_audit where run_id = 2 | run 2: 0 outcomes instead of 3",
        "update cleanup_run set requested_by = 'somebody else' where run_id = 2 | run 2: its row of cleanup_run was changed after its end",
        "update cleanup_run set dry_run = true, throttled = 9 where run_id = 2 | run 2: its row of cleanup_run was changed after its end",
        "update cleanup_run set seal = null where run_id = 2 | run 2: cleanup_run names another seal: null",
        "delete from cleanup_run where run_id = 2 | run 2: the run was deleted",
        "update run_seal set removed = 2 where run_id = 2 | run 2: its row of run_seal was changed",
        "delete from run_seal where run_id = 2 | run 3: it is number 3 of the account's sealed runs and follows number 1",
        "update run_seal set seal = repeat('0', 64) where run_id = 2 | run 3: the seal of run 2 before it was changed",
      })
  void changeIsFound(String change, String problem) throws SQLException {
    threeRuns();
    world.run("report", "verify").exitedWith(0).says("3 runs with 9 outcomes as sealed");

    tamper(change);

    world.run("report", "verify").exitedWith(4).says("PROBLEM  account default, " + problem);
  }

  @Test
  void onlySelectedRunsAreCompared() throws SQLException {
    threeRuns();
    tamper("update session_audit set detail = 'nothing' where session_key = 'B2'");

    world.run("report", "verify", "--run", "1").exitedWith(0).says("1 run with 3 outcomes");
    world
        .run("report", "verify", "--since", "2100-01-01")
        .exitedWith(0)
        .says("note     account default: the selection names none of its sealed runs");
    world.run("report", "verify", "--until", "2100-01-01").exitedWith(4).says("run 2");
  }

  /** Nothing in the tables shows it, so a seal must have been noted elsewhere. */
  @Test
  void deletionOfTheNewestRunIsFoundByAnExpectedSeal(@TempDir Path directory) throws Exception {
    threeRuns();
    String seal = seal(3);
    Path summary = directory.resolve("summary.txt");
    Files.writeString(summary, "  seal        " + seal + "\n");
    world.run("report", "verify", "--expect", seal).exitedWith(0);
    world.run("report", "verify", "--expect", summary.toString()).exitedWith(0);

    for (String table : new String[] {"session_audit", "run_seal", "cleanup_run"}) {
      tamper("delete from " + table + " where run_id = 3");
    }

    world.run("report", "verify").exitedWith(0);
    world
        .run("report", "verify", "--expect", summary.toString())
        .exitedWith(4)
        .says("PROBLEM  no run has the expected seal " + seal);
  }

  @Test
  void sealingAnewAfterAChangeIsFoundByAnExpectedSeal() throws SQLException {
    threeRuns();
    String seal = seal(3);
    tamper("update session_audit set detail = 'nothing' where session_key = 'B2'");
    tamper("delete from late_row; delete from run_seal; update cleanup_run set seal = null");
    for (int run = 1; run <= 3; run++) {
      assertThat(sealNext()).isNotEmpty();
    }

    world.run("report", "verify").exitedWith(0);
    world.run("report", "verify", "--expect", seal).exitedWith(4);
  }

  /** The claim was open when its run was sealed, and is finished by the next run. */
  @Test
  void lateOutcomeIsSealedWithTheNextRun() throws SQLException {
    world.stale("LATE", "B");
    run("partial", "now()");
    world.jdbc.sql("insert into session_audit (run_id, session_key) values (1, 'LATE')").update();
    world.jdbc.sql("update session_audit set attempts = 1, unanswered = 1").update();
    assertThat(sealNext()).isNotEmpty();
    assertThat(counts(1)).isEqualTo("1 claimed, 0 removed, 1 open, 1 attempts");

    world.run("sweep", "--max-share", "1").exitedWith(0);

    assertThat(world.audited("LATE").outcome()).isEqualTo("removed");
    assertThat(counts(1)).isEqualTo("1 claimed, 1 removed, 0 open, 2 attempts");
    world.run("report", "verify").exitedWith(0).says("2 runs with 2 outcomes as sealed");
    tamper("update session_audit set outcome = 'missing' where session_key = 'LATE'");
    world
        .run("report", "verify")
        .exitedWith(4)
        .says("run 2: 1 outcome of earlier runs, recorded after their end");
  }

  @Test
  void purgedRunsStayVerifiable() throws SQLException {
    run("complete", "now() - interval '500 days'");
    outcomes(1, "OLD", "500 days");
    run("complete", "now() - interval '400 days'");
    outcomes(2, "HALF-A", "500 days");
    outcomes(2, "HALF-B", "300 days");
    assertThat(sealNext()).isNotEmpty();
    assertThat(counts(2)).isEqualTo("6 claimed, 6 removed, 0 open, 6 attempts");
    assertThat(sealNext()).isNotEmpty();
    assertThat(counts(2)).isEqualTo("6 claimed, 6 removed, 0 open, 6 attempts");

    world.run("purge", "--older-than", "400d", "--yes").exitedWith(0);

    world
        .run("report", "verify")
        .exitedWith(0)
        .says("2 runs with 9 outcomes as sealed, 6 of them purged");
    assertThat(counts(1)).isEqualTo("3 claimed, 3 removed, 0 open, 3 attempts");
    assertThat(counts(2)).isEqualTo("6 claimed, 6 removed, 0 open, 6 attempts");
    assertThat(world.jdbc.sql("select count(*) from purged_row").query(Long.class).single())
        .isEqualTo(3);
    tamper("delete from session_audit where session_key = 'HALF-B2'");
    world.run("report", "verify").exitedWith(4).says("run 2: 5 outcomes instead of 6");
  }

  @Test
  void sessionSettingsDoNotChangeASeal() throws SQLException {
    run("complete", "now()");
    outcomes(1, "S-\u00e9\u4e2d\ud83d\ude00,:", "90 days");
    try (Connection connection = world.database.connection();
        Statement statement = connection.createStatement()) {
      statement.execute(
          "set timezone = 'Asia/Tokyo'; set datestyle = 'ISO, DMY'; set intervalstyle = 'iso_8601';"
              + " set extra_float_digits = -15; set lc_numeric = 'C'; set bytea_output = 'escape'");
      statement.execute("select seal_next_run('default', 0)");
    }

    world.run("report", "verify").exitedWith(0).says("1 run with 3 outcomes");
  }

  /** The seal counts rows that a purge is about to delete: their digests must be kept. */
  @Test
  void purgeDuringASealingBreaksNothing() throws Exception {
    run("complete", "now() - interval '500 days'");
    outcomes(1, "OLD", "500 days");
    outcomes(1, "NEW", "300 days");
    CompletableFuture<Shell.Ended> purge;
    try (Connection connection = world.database.connection();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute("select seal_next_run('default', 0)");
      purge =
          CompletableFuture.supplyAsync(() -> world.run("purge", "--older-than", "400d", "--yes"));
      while (!purge.isDone() && !somebodyWaits()) {
        statement.execute("select pg_sleep(0.05)");
      }
      connection.commit();
    }
    purge.join().exitedWith(0);

    world.run("report", "verify").exitedWith(0).says("6 outcomes as sealed, 3 of them purged");
  }

  private boolean somebodyWaits() {
    return world
        .jdbc
        .sql("select exists (select from pg_locks where not granted)")
        .query(Boolean.class)
        .single();
  }

  /** The sealing of a run failed, or the run ended before there were seals. */
  @Test
  void nextSweepSealsWhatWasLeft() {
    run("complete", "now()");
    run("aborted", "now()");
    outcomes(1, "A", "90 days");
    world
        .run("check")
        .says("account default: 2 ended runs were not sealed")
        .says("the account's next sweep seals them");

    Shell.Ended sweep = world.run("sweep").exitedWith(0);

    assertThat(sweep.err()).contains("Sealing 3 ended runs of account default");
    world.run("report", "verify").exitedWith(0).says("3 runs with 3 outcomes as sealed");
    assertThat(world.run("check").out()).doesNotContain("not sealed");
  }

  /** Nobody else may come for it: the account may have no sweep any more. */
  @Test
  void cancelOfARunWithoutAProcessSealsIt() {
    run("running", "null");
    run("complete", "now()");

    world.run("runs", "cancel", "1").exitedWith(0).says("no process works on the run");

    world.run("report", "verify").exitedWith(0).says("2 runs with 0 outcomes as sealed");
  }

  /** Reports show counts of past days, so a change of either must be found. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "update day_count set rows = rows + 1",
        "delete from day_count",
        "update day_age set rows = rows + 1",
        "delete from day_age",
        "insert into day_created select day, 'default', day, 99, now() from counted_day",
        "delete from counted_day",
        "insert into day_count values ('2027-10-10', 'default', 1, 'removed', 'confirmed', 77, 77)",
        "delete from session_audit where session_key = 'B2'"
      })
  void countsThatAreNotThoseOfTheRowsAreFound(String change) throws SQLException {
    threeRuns();
    assertThat(world.jdbc.sql("select count_day() is not null").query(Boolean.class).single())
        .isTrue();
    world.run("report", "verify").exitedWith(0);

    tamper(change);

    world.run("report", "verify").exitedWith(4).says("are not those of the audit's rows");
  }

  @Test
  void countsOfTheDaysOfOneRunAreVerifiedWithIt() throws SQLException {
    threeRuns();
    world.jdbc.sql("select count_day() is not null").query(Boolean.class).single();
    world.run("report", "verify", "--run", "2").exitedWith(0);

    tamper("update day_count set rows = rows + 1");

    world
        .run("report", "verify", "--run", "2")
        .exitedWith(4)
        .says("are not those of the audit's rows", "delete from counted_day where day = ");
  }

  @Test
  void sealOfAnotherAccountIsNotMissed() {
    threeRuns();
    world
        .jdbc
        .sql(
            "insert into cleanup_run (kind, account, created_before) values ('nightly', 'acme', now())")
        .update();

    world.run("report", "verify", "--account", "acme", "--expect", seal(3)).exitedWith(0);
  }

  /** A sealing that fails, or a run with a strange state, leaves the others alone. */
  @Test
  void oneBadRunDoesNotStopTheSealing() {
    threeRuns();
    world.jdbc.sql("update cleanup_run set seal = null where run_id = 1").update();
    run("complete", "now()");

    assertThat(sealNext()).isEqualTo(seal(4));
    world.run("report", "verify").exitedWith(4).says("run 1: cleanup_run names another seal: null");
  }

  @Test
  void outcomeThatCameAfterTheEndIsNoted() {
    threeRuns();
    world
        .jdbc
        .sql(
            "insert into session_audit (run_id, session_key, outcome, evidence) values (2, 'X', 'removed', 'confirmed')")
        .update();
    run("complete", "now()");
    assertThat(sealNext()).isNotEmpty();

    world
        .run("report", "verify")
        .exitedWith(0)
        .says("note     run 2: 1 outcome was recorded that its process claimed after its end");
  }

  /** The process may still record outcomes of calls in flight. */
  @Test
  void cancelledRunIsSealedByNobodyElseWhileItsProcessLives() throws SQLException {
    run("cancelled", "now()");
    world.jdbc.sql("update cleanup_run set process_id = 7").update();
    try (Connection live = world.database.connection();
        Statement statement = live.createStatement()) {
      statement.execute("select pg_advisory_lock('session_audit'::regclass::oid::integer, 7)");

      assertThat(sealNext()).isEmpty();
      statement.execute("select seal_next_run('default', 7)");
    }
    assertThat(seal(1)).isNotNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--run 9              | there is no run 9. 'runs list' shows the runs.",
        "--run 2              | run 2 is not sealed: a run is sealed when it has ended",
        "--account Default    | there is no run of account 'Default'. Check the name",
        "--expect abc         | --expect 'abc' is neither a seal (64 hexadecimal digits) nor a text file",
        "--expect pom.xml     | there is no seal in the file 'pom.xml'",
        "--since 2026-02-01 --until 2026-01-01 | is not before --until",
      })
  void mistakeIsNamed(String options, String message) {
    run("complete", "now()");
    run("failed", "now()");
    assertThat(sealNext()).isNotEmpty();

    String[] line = ("report verify " + options).strip().split(" ");

    assertThat(world.run(line).exitedWith(2).err()).contains(message);
  }

  private void threeRuns() {
    for (int run = 1; run <= 3; run++) {
      run("complete", "now()");
      outcomes(run, String.valueOf((char) ('A' + run - 1)), "90 days");
      assertThat(sealNext()).isNotEmpty();
    }
  }

  private void run(String state, String finished) {
    world
        .jdbc
        .sql(
            """
            insert into cleanup_run (kind, account, created_before, state, started_at, finished_at, requested_by)
            values ('nightly', 'default', now(), '%1$s', %2$s, %2$s, 'nightly')
            """
                .formatted(state, finished))
        .update();
  }

  private void outcomes(int run, String name, String age) {
    world
        .jdbc
        .sql(
            """
            insert into session_audit (run_id, session_key, outcome, evidence, attempts, http_status, detail, recorded_at)
            select :run, :name || n, 'removed', 'confirmed', 1, 200, 'Session has been removed', now() - cast(:age as interval)
            from generate_series(1, 3) as n
            """)
        .param("run", run)
        .param("name", name)
        .param("age", age)
        .update();
  }

  private String sealNext() {
    return world
        .jdbc
        .sql("select s.new_seal from seal_next_run('default', 0) s")
        .query(String.class)
        .optional()
        .orElse("");
  }

  private String seal(long run) {
    return world
        .jdbc
        .sql("select seal from cleanup_run where run_id = :run")
        .param("run", run)
        .query(String.class)
        .single();
  }

  private String counts(long run) {
    return world
        .jdbc
        .sql(
            """
            select format('%s claimed, %s removed, %s open, %s attempts', sessions, removed, open, attempts)
            from report_run where run_id = :run
            """)
        .param("run", run)
        .query(String.class)
        .single();
  }

  /** As a superuser who switches triggers and foreign keys off. */
  private void tamper(String sql) throws SQLException {
    try (Connection connection = world.database.connection();
        Statement statement = connection.createStatement()) {
      statement.execute("set session_replication_role = replica");
      statement.execute(sql);
    }
  }
}
