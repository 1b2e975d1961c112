package dev.sessioncleanup.restart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessioncleanup.database.DatabaseTest;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Logs as JSON, one object a line, with the run, the account and the session as fields. */
@DatabaseTest
@ProcessTest
class StructuredLogTest {
  private final SharedWorld shared = new SharedWorld();
  private final ProcessWorld world = shared.world;

  @AfterEach
  void close() {
    shared.close();
  }

  @Test
  void everyFormatIsJsonWithRunAccountAndSession() {
    world.trackIdle(3);
    List<JsonNode> lines = json("ecs", "--limit=1");
    assertThat(lines)
        .anyMatch(line -> line.path("run").asString("").equals("1") && line.has("session"))
        .allMatch(line -> line.has("@timestamp") && line.has("message"));
    assertThat(lines)
        .filteredOn(line -> line.path("message").asString("").startsWith("default: 1/1, "))
        .isNotEmpty()
        .allMatch(line -> line.path("account").asString("").equals("default"))
        .allMatch(line -> line.path("run").asString("").equals("1"));

    assertThat(json("logstash", "--limit=1")).anyMatch(line -> line.has("session"));
    assertThat(json("gelf", "--limit=1")).anyMatch(line -> line.has("_session"));
  }

  /** Also the message that a command ends with. */
  @Test
  void lastMessageIsJsonToo() {
    ChildProcess child =
        world.start(
            "backfill", "--plan=7", "--yes", "--logging.structured.format.console=logstash");

    assertThat(child.exit()).as(child.output()).isEqualTo(2);
    assertThat(parsed(child))
        .anyMatch(line -> line.path("message").asString("").startsWith("there is no plan 7"));
    assertThat(child.output()).doesNotContain("session-cleanup: ");
  }

  @Test
  void unknownFormatIsRefused() {
    ChildProcess child = world.start("sweep", "--logging.structured.format.console=xml");

    assertThat(child.exit()).as(child.output()).isEqualTo(2);
    assertThat(child.output())
        .contains("logging.structured.format.console must be ecs, logstash or gelf")
        .doesNotContain("\tat ");
  }

  private List<JsonNode> json(String format, String option) {
    ChildProcess child =
        world.start("sweep", option, "--logging.structured.format.console=" + format);
    child.exit();
    return parsed(child);
  }

  /** The first line of the file is the command; results are indented or begin with Run. */
  private static List<JsonNode> parsed(ChildProcess child) {
    return child
        .output()
        .lines()
        .skip(1)
        .filter(line -> !line.matches("(Run|  ).*"))
        .map(line -> JsonMapper.shared().readTree(line))
        .toList();
  }
}
