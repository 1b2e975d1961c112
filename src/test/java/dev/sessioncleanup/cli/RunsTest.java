package dev.sessioncleanup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessioncleanup.database.DatabaseTest;
import dev.sessioncleanup.simulator.Fault;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DatabaseTest
class RunsTest {
  private final World world = new World();

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void listFitsTheTerminalAndLeavesDryRunsOut() {
    world.stale("AAA-AAAAA00001", "AAA-AAAAA00002");
    world.run("sweep", "--limit=1").exitedWith(3);
    world.run("sweep").exitedWith(0);
    world.run("sweep", "--dry-run").exitedWith(0);
    world
        .jdbc
        .sql("update cleanup_run set account = 'an account with a long name' where run_id = 2")
        .update();

    for (String[] commandLine : new String[][] {{"runs"}, {"runs", "list"}}) {
      Shell.Ended listed =
          world.run(commandLine).exitedWith(0).says("complete", "partial", "2 runs; --dry-runs");
      assertThat(listed.out().lines())
          .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
      assertThat(listed.out()).doesNotContain("dry run ");
    }
    world.run("runs", "list", "--limit=1").exitedWith(0).says("complete").says("1 run");
    world.run("runs", "list", "--dry-runs").exitedWith(0).says("dry run ", "3 runs");
    world.run("runs", "list", "--account=other").exitedWith(2).complains("account 'other'");
    world.run("runs", "list", "--format=csv").exitedWith(0).says("run_id,account,");
    world.run("runs", "list", "--limit=0").exitedWith(2).complains("--limit must be at least 1");
  }

  @Test
  void showPrintsAllDetailsOfARun() {
    world.stale("AAA-AAAAA00001", "AAA-AAAAA00002");
    world
        .run(
            "sweep",
            "--limit=1",
            "--time-budget=2h",
            "--rate=300/s",
            "--verify=live",
            "--requested-by=maria",
            "--cleanup.max-attempts=4")
        .exitedWith(3);

    Shell.Ended shown =
        world
            .run("runs", "show", "1")
            .exitedWith(0)
            .says("Run 1, nightly, account default: partial after ")
            .says("  reason     the limit of 1 is reached")
            .says("  asked by   maria")
            .says("  progress   1 of 1")
            .says("  outcomes   removed 1, started 0, missing 0, failed 0, open 0 (inferred 0)")
            .says("rate 300/s", "limit 1", "verify live", "time-budget 2h", "max-attempts 4")
            .says("version (not packaged)", "older-than 7d")
            .says("Z started on ");
    assertThat(shown.out().lines())
        .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
    assertThat(shown.out()).doesNotContain("steer");
    world
        .run("runs", "show", "1", "--format=json")
        .exitedWith(0)
        .says("\"state\":\"partial\"", "\\\"verify\\\": \\\"live\\\"");
    world.run("report", "runs").exitedWith(0).says("\"rate\": \"300/s\"");
    world.run("report", "run-history").exitedWith(0).says("started", "maria");
    world.run("runs", "show", "1", "--watch").exitedWith(0).says("account default: partial");
  }

  @Test
  void showPrintsTheThrottlingReply() {
    world.stale("AAA-AAAAA00001");
    world.pave.faultFor("AAA-AAAAA00001", Fault.throttle("1"), 1);
    world.run("sweep").exitedWith(0);

    world.run("runs", "show", "1").exitedWith(0).says("throttled  1 times; last: ", "429");
  }

  @ParameterizedTest
  @ValueSource(strings = {"show", "show --watch", "pause", "resume", "cancel"})
  void unknownRunPointsToTheList(String command) {
    String[] words = command.split(" ");
    String[] with = words.length == 2 ? new String[] {words[1]} : new String[0];

    world.run(line(words[0], "7", with)).exitedWith(2).complains("no run 7", "runs list");
    world.run(line(words[0], "x", with)).exitedWith(2).complains("'x'");
    world.run("runs", words[0]).exitedWith(2).complains("ID");
  }

  private static String[] line(String command, String id, String... more) {
    return java.util.stream.Stream.concat(
            java.util.stream.Stream.of("runs", command, id), java.util.stream.Stream.of(more))
        .toArray(String[]::new);
  }

  @Test
  void badRateIsRefused() {
    world.run("runs", "rate", "7", "2/s").exitedWith(2).complains("no run 7");
    world.run("runs", "rate", "7", "fast").exitedWith(2).complains("'fast' is not a rate");
    world.run("runs", "rate", "7", "0/s").exitedWith(2).complains("the rate must be at least");
    world.run("runs", "rate", "7", "50000/s").exitedWith(2).complains("at most 20000/s");
    world.run("runs", "rate", "7").exitedWith(2).complains("RATE");
  }

  @ParameterizedTest
  @CsvSource({
    "pause, complete, 'run 1 has ended (complete), so it cannot be paused.'",
    "resume, partial, 'run 1 has ended (partial), so it cannot be resumed.'",
    "cancel, cancelled, 'run 1 has ended (cancelled), so it cannot be cancelled.'",
    "rate, aborted, 'run 1 has ended (aborted), so it cannot be given another rate.'",
    "pause, paused, 'run 1 is paused already; ''runs resume 1'' goes on.'",
    "resume, running, 'run 1 is running already; ''runs pause 1'' pauses it.'",
    "pause, planned, 'run 1 is planned, and no process works on it.'",
  })
  void requestThatDoesNotFitTheStateIsRefused(String command, String state, String message) {
    world.run("sweep").exitedWith(0);
    changeState(state);
    String[] commandLine =
        command.equals("rate")
            ? new String[] {"runs", "rate", "1", "2/s"}
            : new String[] {"runs", command, "1"};

    world.run(commandLine).exitedWith(2).complainsOnce(message);

    assertThat(world.onlyRun().state()).isEqualTo(state);
    assertThat(events()).isEqualTo("started");
  }

  @Test
  void requestsToAnInterruptedRunAreKeptForTheProcessThatResumesIt() {
    world.stale("AAA-AAAAA00001");
    world.run("sweep", "--dry-run").exitedWith(0);
    changeState("running");

    world
        .run("runs", "pause", "1", "--requested-by=maria")
        .exitedWith(0)
        .says("Run 1 of account default: pause asked by maria at 20")
        .says("No process works on the run now.", "waits until 'runs resume 1'");
    world
        .run("runs", "show", "1")
        .exitedWith(0)
        .says("interrupted while paused", "paused by maria since", "pause asked by maria, not in")
        .says("runs resume 1 | runs cancel 1");
    world.run("runs", "rate", "1", "2/s").exitedWith(0).says("rate of 2/s asked by");
    world.run("runs", "resume", "1").exitedWith(0).says("The command that started it goes on");
    assertThat(world.onlyRun().state()).isEqualTo("running");
    assertThat(events()).isEqualTo("started,pause,rate,resume");
  }

  @Test
  void cancelledInterruptedRunReleasesItsClaimsAndIsNotResumed() {
    world.stale("AAA-AAAAA00001", "AAA-AAAAA00002");
    world.run("sweep", "--dry-run").exitedWith(0);
    world
        .jdbc
        .sql(
            """
            update cleanup_run set state = 'running', dry_run = false;
            insert into session_audit (run_id, session_key, attempts, unanswered)
            values (1, 'AAA-AAAAA00001', 0, 0), (1, 'AAA-AAAAA00002', 1, 1);
            """)
        .update();

    world
        .run("runs", "cancel", "1", "--requested-by=maria")
        .exitedWith(0)
        .says("In effect: no process works on the run. 1 claim was released.")
        .says("1 claim stays open because a DELETE was sent; the next run finishes them.");

    CleanupRunRow run = world.onlyRun();
    assertThat(run.state()).isEqualTo("cancelled");
    assertThat(run.reason()).isEqualTo("cancelled by maria");
    world.run("sweep").exitedWith(0).says("Run 2 (nightly)", "of run 1, recorded there");
  }

  private void changeState(String state) {
    world.jdbc.sql("update cleanup_run set state = ?").param(state).update();
  }

  private String events() {
    return world
        .jdbc
        .sql("select string_agg(event, ',' order by event_id) from run_event")
        .query(String.class)
        .single();
  }
}
