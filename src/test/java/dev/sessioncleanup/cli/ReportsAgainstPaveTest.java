package dev.sessioncleanup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessioncleanup.database.DatabaseTest;
import dev.sessioncleanup.simulator.Effect;
import dev.sessioncleanup.simulator.Exchange;
import dev.sessioncleanup.simulator.Fault;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the reports say after two nights of two accounts, against PAVE's own log. */
@DatabaseTest
class ReportsAgainstPaveTest {
  private static final List<String> ACCOUNTS = List.of("acme", "default");
  private static final List<Fault> LOST =
      List.of(Fault.RESET_AFTER, Fault.ERROR_500_AFTER, Fault.EMPTY);

  private static World world;

  /** What PAVE saw in each night, in the order of the nights. */
  private static final List<Night> NIGHTS = new ArrayList<>();

  /** PAVE's log of one night, and the state of each session at its end. */
  private record Night(List<Exchange> exchanges, Map<String, String> states) {
    List<Exchange> deletes(String account) {
      return exchanges.stream()
          .filter(exchange -> exchange.method().equals("DELETE"))
          .filter(exchange -> account(exchange.sessionKey()).equals(account))
          .toList();
    }

    Set<String> sent(String account, Predicate<String> state) {
      return deletes(account).stream()
          .map(Exchange::sessionKey)
          .filter(key -> state.test(states.get(key)))
          .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Sessions that a DELETE removed, and whose removal no reply ever told. */
    Set<String> removedUnseen(String account) {
      Set<String> unseen = sent(account, "removed"::equals);
      deletes(account).stream()
          .filter(exchange -> exchange.effect() == Effect.REMOVED && exchange.status() == 200)
          .filter(exchange -> !exchange.note().equals("EMPTY"))
          .forEach(exchange -> unseen.remove(exchange.sessionKey()));
      return unseen;
    }
  }

  @BeforeAll
  static void twoNights() {
    world = new World().account("acme").set("cleanup.max-attempts", "3");
    for (String account : ACCOUNTS) {
      int size = account.equals("acme") ? 1 : 2;
      sessions(account, "IDLE", 40 * size);
      sessions(account, "STARTED", 3 * size);
      sessions(account, "CONFIRM", 2 * size);
      sessions(account, "EXPIRED", 2 * size);
      sessions(account, "missing", 4 * size);
      sessions(account, "HELD", size);
      for (int i = 0; i < LOST.size(); i++) {
        world.pave.faultFor(key(account, "IDLE", i), LOST.get(i), 1);
      }
      world.pave.faultFor(key(account, "IDLE", 10), Fault.ERROR_500_BEFORE, 3);
      world.pave.faultFor(key(account, "IDLE", 11), Fault.ERROR_500_BEFORE, 100);
    }
    night();
    night();
  }

  @AfterAll
  static void close() {
    world.close();
    NIGHTS.clear();
  }

  /** Without this the comparisons below would compare little. */
  @Test
  void nightsHadEachOutcomeInBothAccounts() {
    for (String account : ACCOUNTS) {
      Map<String, Long> seen = seen(account);
      assertThat(seen).doesNotContainValue(0L);
      assertThat(seen.get("inferred")).isEqualTo(3);
      assertThat(seen.get("attempts")).isGreaterThan(seen.get("sessions"));
    }
    assertThat(seen("acme")).isNotEqualTo(seen("default"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"runs", "daily", "monthly"})
  void totalsOfAnAccountAreWhatPaveSaw(String report) {
    for (String account : ACCOUNTS) {
      List<JsonNode> rows = report(report, "--account", account);
      Map<String, Long> totals = new TreeMap<>(seen(account));
      totals.replaceAll((column, count) -> sum(rows, column));

      assertThat(totals).as("%s of %s", report, account).isEqualTo(seen(account));
    }
  }

  @Test
  void sessionsAreThoseThatPaveRemoved() {
    List<JsonNode> rows = report("sessions", "--since", "30d");

    assertThat(keys(report("sessions", "--since", "30d", "-p", "outcome=removed")))
        .isEqualTo(world.pave.removed());
    Map<String, Long> attempts = new TreeMap<>();
    for (JsonNode row : rows) {
      attempts.merge(row.path("session_key").asString(), row.path("attempts").asLong(), Long::sum);
    }
    assertThat(attempts).isEqualTo(world.pave.deletesByKey());
  }

  @Test
  void removedAndSharesAgreeWithPave() {
    for (String account : ACCOUNTS) {
      Map<String, Long> seen = seen(account);
      List<JsonNode> removed = report("removed", "--account", account);
      List<JsonNode> shares = report("shares", "--account", account);

      assertThat(sum(removed, "removed")).isEqualTo(seen.get("removed"));
      assertThat(sum(removed, "inferred")).isEqualTo(seen.get("inferred"));
      assertThat(sum(shares, "missing")).isEqualTo(seen.get("missing"));
      assertThat(sum(shares, "started")).isEqualTo(seen.get("started"));
      assertThat(sum(shares, "answered"))
          .isEqualTo(
              Stream.of("removed", "missing", "started")
                  .mapToLong(outcome -> seen.getOrDefault(outcome, 0L))
                  .sum());
    }
  }

  @Test
  void doubtsAreRemovalsWhoseReplyWasLost() {
    for (String account : ACCOUNTS) {
      assertThat(keys(report("doubts", "--account", account)))
          .isEqualTo(NIGHTS.getFirst().removedUnseen(account));
    }
    assertThat(report("open-claims")).isEmpty();
  }

  @Test
  void failuresAreSessionsStillIdleAtPaveAfterTheirNight() {
    for (String account : ACCOUNTS) {
      List<JsonNode> rows = report("failures", "--account", account);
      List<String> failed = new ArrayList<>();
      NIGHTS.forEach(night -> failed.addAll(night.sent(account, "idle"::equals)));

      assertThat(rows)
          .extracting(row -> row.path("session_key").asString())
          .containsExactlyInAnyOrderElementsOf(failed);
      assertThat(rows).extracting(row -> row.path("http_status").asInt()).containsOnly(500);
    }
  }

  @Test
  void backlogIsWhatIsStillIdleAtPave() {
    for (String account : ACCOUNTS) {
      JsonNode all = report("backlog", "--account", account).getFirst();
      Map<String, String> states = NIGHTS.getLast().states();

      assertThat(all.path("age").asString()).isEqualTo("all");
      assertThat(all.path("sessions").asLong())
          .isEqualTo(
              states.entrySet().stream()
                  .filter(session -> account(session.getKey()).equals(account))
                  .filter(session -> session.getValue().equals("idle"))
                  .count());
    }
  }

  @Test
  void latencyCountsTheSessionsAndRequestsOfEachRun() {
    for (String account : ACCOUNTS) {
      List<JsonNode> runs = report("latency", "--account", account).reversed();

      assertThat(runs).hasSameSizeAs(NIGHTS);
      for (int i = 0; i < runs.size(); i++) {
        assertThat(runs.get(i).path("sessions_sent").asLong())
            .isEqualTo(NIGHTS.get(i).sent(account, state -> true).size());
        assertThat(runs.get(i).path("attempts").asLong())
            .isEqualTo(NIGHTS.get(i).deletes(account).size());
      }
    }
  }

  /** The totals that PAVE's log gives for an account. */
  private static Map<String, Long> seen(String account) {
    Map<String, Long> seen = new TreeMap<>();
    for (Night night : NIGHTS) {
      add(seen, "attempts", night.deletes(account).size());
      add(seen, "sessions", night.sent(account, state -> true).size());
      add(seen, "removed", night.sent(account, "removed"::equals).size());
      add(seen, "inferred", night.removedUnseen(account).size());
      add(seen, "missing", night.sent(account, "missing"::equals).size());
      add(seen, "started", night.sent(account, Set.of("started", "confirm")::contains).size());
      add(seen, "not_idle", night.sent(account, "expired"::equals).size());
      add(seen, "failed", night.sent(account, "idle"::equals).size());
    }
    return seen;
  }

  private static void add(Map<String, Long> totals, String name, int count) {
    totals.merge(name, (long) count, Long::sum);
  }

  private static void night() {
    int before = world.pave.log().size();
    world.run("sweep", "--max-share", "1").exitedWith(7);
    Map<String, String> states = new TreeMap<>();
    for (String key :
        world.jdbc.sql("select session_key from tracked_session").query(String.class).list()) {
      states.put(key, world.pave.statusOf(key));
    }
    NIGHTS.add(new Night(world.pave.log().stream().skip(before).toList(), states));
  }

  private static void sessions(String account, String kind, int count) {
    for (int i = 0; i < count; i++) {
      String key = key(account, kind, i);
      world.track(account, key, "IDLE", 20 + i + " days");
      if (!kind.equals("missing")) {
        world.pave.session(World.key(account), key, kind.equals("HELD") ? "IDLE" : kind);
      }
      if (kind.equals("HELD")) {
        world.hold(key);
      }
    }
  }

  private static String key(String account, String kind, int number) {
    return "%s-%s-%08d".formatted(account, kind, number);
  }

  private static String account(String sessionKey) {
    return sessionKey.replaceFirst("-.*", "");
  }

  private static List<JsonNode> report(String name, String... options) {
    List<String> words = new ArrayList<>(List.of("report", name, "--format", "json"));
    words.addAll(List.of(options));
    String json = world.run(words.toArray(String[]::new)).exitedWith(0).out();
    JsonNode rows = JsonMapper.shared().readTree(json);
    return StreamSupport.stream(rows.spliterator(), false).toList();
  }

  private static long sum(List<JsonNode> rows, String column) {
    return rows.stream().mapToLong(row -> row.required(column).asLong()).sum();
  }

  private static Set<String> keys(List<JsonNode> rows) {
    return rows.stream()
        .map(row -> row.path("session_key").asString())
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
