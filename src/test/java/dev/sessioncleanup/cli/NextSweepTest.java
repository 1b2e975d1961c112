package dev.sessioncleanup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessioncleanup.database.DatabaseTest;
import dev.sessioncleanup.simulator.Exchange;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What explain and a dry run say about each session, compared with what the next sweep does. */
@DatabaseTest
class NextSweepTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final World world = new World();
  private EverySession sessions;

  @BeforeEach
  void sessions() throws Exception {
    sessions = new EverySession(world);
  }

  @AfterEach
  void close() throws Exception {
    sessions.close();
    world.close();
  }

  @Test
  void listAndExplanationsAgreeWithTheNextSweep() {
    Map<String, String> expected = new TreeMap<>(sessions.steps());
    int calls = world.pave.log().size();
    Map<String, String> explained = new TreeMap<>();
    explain(List.copyOf(expected.keySet()))
        .forEach((key, next) -> explained.put(key, next.path("step").asString()));
    Map<String, JsonNode> listed = list("--max-share", "1");
    Map<String, Long> before = auditRows(row -> !row.sessionKey().startsWith("CANCELLED-UNSENT"));
    assertThat(world.pave.log()).hasSize(calls);

    assertThat(explained).isEqualTo(expected);
    expected.values().removeIf(step -> step.equals("settled"));
    Map<String, String> steps = new TreeMap<>();
    listed.forEach((key, row) -> steps.put(key, row.path("step").asString()));
    assertThat(steps).isEqualTo(expected);

    world.set("cleanup.unavailable-after", "5s"); // it waits for the claim of the live process
    world.run("sweep", "--max-share", "1").exitedWith(5);

    Map<String, Set<String>> sent = sentSince(calls);
    Map<String, Long> after = auditRows(row -> true);
    Map<String, Long> open = auditRows(row -> row.outcome() == null);
    listed.forEach(
        (key, row) -> {
          Set<String> methods = sent.getOrDefault(key, Set.of());
          switch (row.path("action").asString()) {
            case "delete" -> {
              assertThat(methods).as(key).contains("DELETE");
              assertThat(open).doesNotContainKey(key);
            }
            case "record" -> {
              assertThat(methods).as(key).doesNotContain("DELETE");
              assertThat(after).containsKey(key);
              assertThat(open).doesNotContainKey(key);
            }
            default -> {
              assertThat(methods).as(key).isEmpty();
              assertThat(after.get(key)).as(key).isEqualTo(before.get(key));
            }
          }
        });
    assertThat(listed.keySet()).containsAll(sent.keySet());
    assertThat(open.keySet()).noneMatch(key -> key.startsWith("CANCELLED-"));
    assertThat(world.settled("AGAIN-TRACKED")).isTrue();
    assertThat(sent.get("CLAIM-CHANGED-IN-DOUBT")).containsExactly("GET");
  }

  private Map<String, JsonNode> list(String... options) {
    List<String> args =
        new ArrayList<>(List.of("sweep", "--dry-run", "--list", "--output", "json"));
    args.addAll(List.of(options));
    Shell.Ended ended = world.run(args.toArray(String[]::new));
    Map<String, JsonNode> rows = new LinkedHashMap<>();
    JSON.readTree(ended.out())
        .path("sessions")
        .forEach(row -> rows.put(row.path("session_key").asString(), row));
    return rows;
  }

  private Map<String, JsonNode> explain(List<String> keys, String... options) {
    List<String> args = new ArrayList<>(List.of("explain", "--output", "json", "--max-share", "1"));
    args.addAll(List.of(options));
    args.addAll(keys);
    Map<String, JsonNode> next = new LinkedHashMap<>();
    world
        .run(args.toArray(String[]::new))
        .exitedWith(0)
        .out()
        .lines()
        .map(JSON::readTree)
        .forEach(each -> next.put(each.path("session_key").asString(), each.path("next")));
    return next;
  }

  /** The methods of the requests by session. */
  private Map<String, Set<String>> sentSince(int calls) {
    return world.pave.log().stream()
        .skip(calls)
        .collect(
            Collectors.groupingBy(
                Exchange::sessionKey, Collectors.mapping(Exchange::method, Collectors.toSet())));
  }

  private Map<String, Long> auditRows(Predicate<SessionAuditRow> kind) {
    return world.audit().stream()
        .filter(kind)
        .collect(Collectors.groupingBy(SessionAuditRow::sessionKey, Collectors.counting()));
  }
}
