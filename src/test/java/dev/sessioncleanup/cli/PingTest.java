package dev.sessioncleanup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessioncleanup.database.DatabaseTest;
import dev.sessioncleanup.ending.MonitorServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The dead man's switch of {@code cleanup.ping-url}. */
@DatabaseTest
class PingTest {
  private final World world = new World().stale("PNG-AAAAA00001", "PNG-AAAAA00002");
  private final MonitorServer monitor = MonitorServer.answering(200);

  @AfterEach
  void close() {
    monitor.close();
    world.close();
  }

  @Test
  void completeRun() {
    world.set("cleanup.ping-url", monitor.url());

    world.run("sweep", "--quiet").exitedWith(0);

    assertThat(monitor.calls()).hasSize(2).first().isEqualTo("POST /hush-check/start");
    assertThat(monitor.calls().getLast())
        .startsWith("POST /hush-check/0 exit 0: Run 1 (nightly) of account default: complete")
        .endsWith(": 2 removed");
  }

  @Test
  void partialRunTellsItsExitCode() {
    world.set("cleanup.ping-url", monitor.url());

    world.run("sweep", "--limit", "1", "--quiet").exitedWith(3);

    assertThat(monitor.calls().getLast()).startsWith("POST /hush-check/3 exit 3: Run 1 ");
  }

  @Test
  void backfillWithoutAQuestion() {
    world.set("cleanup.ping-url", monitor.url());

    world
        .run("backfill", "--from", "2020-01-01", "--to", "2200-01-01", "--max-share", "1", "--yes")
        .exitedWith(0);

    assertThat(monitor.calls()).hasSize(2).last().asString().contains("exit 0: Run 1 (backfill)");
  }

  /** A monitor that saw the start learns that the run did not come to be, and why. */
  @Test
  void databaseThatRefusesTheLogin() {
    world.set("cleanup.ping-url", monitor.url()).set("spring.datasource.username", "nobody");

    world.run("sweep").exitedWith(2);

    assertThat(monitor.calls())
        .hasSize(2)
        .last()
        .asString()
        .startsWith("POST /hush-check/2 exit 2: ")
        .contains("nobody");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sweep --dry-run",
        "backfill --from 2020-01-01 --to 2200-01-01 --dry-run",
        "backfill --from 2020-01-01 --to 2200-01-01 --dry-run --yes",
        "backfill --from 2020-01-01 --to 2200-01-01 --save-plan",
        "backfill --from 2020-01-01 --to 2200-01-01 --save-plan --yes",
        "backfill --from 2020-01-01 --to 2200-01-01",
        "runs",
        "check",
        "report runs",
        "purge --older-than 400d --yes",
      })
  void otherCommandsTellNothing(String command) {
    world.set("cleanup.ping-url", monitor.url());

    world.run(command.split(" "));

    assertThat(monitor.calls()).isEmpty();
  }

  /** However the monitor behaves, the run and its exit code are the same. */
  @Test
  void monitorThatNeverAnswersOrRefusesChangesNothing() {
    try (MonitorServer hanging = MonitorServer.answering(0)) {
      world.set("cleanup.ping-url", hanging.url());
      assertThat(world.run("sweep", "--limit", "1").exitedWith(3).err())
          .contains("no answer within 2 s");
      assertThat(hanging.calls()).hasSize(2);
    }
    world.set("cleanup.ping-url", MonitorServer.refusingUrl());
    assertThat(world.run("sweep").exitedWith(0).err()).contains("was not reached");

    assertThat(world.audit()).hasSize(2).allMatch(row -> "removed".equals(row.outcome()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"hush", "ftp://hush.example/x", "https://hush:word@hc.example/x", ""})
  void badUrlIsAUsageErrorThatNamesTheProperty(String url) {
    world.set("cleanup.ping-url", url);

    world
        .run("sweep")
        .exitedWith(2)
        .complainsOnce("cleanup.ping-url: must be an http or https URL with a host");
    assertThat(world.runs()).isEmpty();
  }
}
