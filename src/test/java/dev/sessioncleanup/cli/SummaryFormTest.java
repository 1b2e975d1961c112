package dev.sessioncleanup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessioncleanup.database.DatabaseTest;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The summary as JSON, and left out by --quiet. */
@DatabaseTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SummaryFormTest {
  private final World world = new World();

  @AfterAll
  void close() {
    world.close();
  }

  @Test
  void jsonIsOneDocumentOnStandardOutput() {
    world.stale("JSN-1", "JSN-2");
    world.track("forgotten", "JSN-3", "IDLE", "30 days");

    Shell.Ended ended =
        world
            .run("sweep", "--output", "json", "--limit", "1", "--account", "default")
            .exitedWith(3);

    assertThat(ended.out().lines()).hasSize(1);
    JsonNode document = JsonMapper.shared().readTree(ended.out());
    assertThat(document.path("exit_code").asInt()).isEqualTo(3);
    assertThat(document.path("not_configured").path("forgotten").asInt()).isEqualTo(1);
    JsonNode run = document.path("runs").path(0);
    assertThat(run.path("account").asString()).isEqualTo("default");
    assertThat(run.path("state").asString()).isEqualTo("partial");
    assertThat(run.path("reason").asString()).isEqualTo("the limit of 1 is reached");
    assertThat(run.path("removed").asInt()).isEqualTo(1);
    assertThat(run.path("not_reached").asInt()).isEqualTo(1);
    assertThat(run.path("deletes").asInt()).isEqualTo(1);
  }

  @Test
  void planIsNotMixedIntoTheJson() {
    Shell.Ended ended =
        world
            .run("backfill", "--from=2019-01-01", "--to=2019-02-01", "--yes", "--output=json")
            .exitedWith(0);

    assertThat(ended.out()).startsWith("{\"exit_code\":0,\"runs\":[{\"run\":");
    assertThat(ended.err()).contains("Account default: nothing to delete.");
  }

  @Test
  void quietSaysNothingWhenEverythingIsDone() {
    world.account("quiet");
    stale("QUI-1");

    Shell.Ended ended = world.run("sweep", "--quiet", "--account", "quiet").exitedWith(0);

    assertThat(ended.out() + ended.err()).isEmpty();
    stale("QUI-2");
    stale("QUI-3");
    world
        .run("sweep", "--quiet", "--limit", "1", "--account", "quiet")
        .exitedWith(3)
        .says("the limit of 1 is reached");
  }

  private void stale(String key) {
    world.track("quiet", key, "IDLE", "30 days");
    world.pave.session(World.key("quiet"), key, "IDLE");
  }
}
