package dev.sessioncleanup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessioncleanup.database.DatabaseTest;
import dev.sessioncleanup.truth.Truth;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** No value of one tracked row ends a run: it becomes the row's outcome, and the run goes on. */
@DatabaseTest
class OddRowsTest {
  /** Unusual, but they can be sent. */
  private static final List<String> SENDABLE =
      List.of(
          "\uD83D\uDE00-SMILE",
          "\u202Eabc",
          "\u200B",
          "\uFFFF",
          "%00",
          "%0A",
          "\\u0000",
          "\\ud800",
          " lead",
          "trail ",
          "\u00E9",
          "e\u0301",
          "'; drop table session_audit; --",
          "${spring.datasource.password}",
          "<script>",
          "\"quoted\"",
          "a,b",
          "null",
          "../../callbacks",
          "K?a=b&c#d;e:f@g",
          "W".repeat(128));

  private static final Map<String, String> NOT_SENDABLE =
      Map.of(
          "L".repeat(10_000),
          "has 10000 characters",
          "a\u0001b",
          "control character U+0001",
          "line\nfeed",
          "control character U+000A",
          "tab\tkey",
          "control character U+0009",
          "\u007F",
          "control character U+007F",
          "\u0085",
          "control character U+0085",
          ".",
          "HTTP clients and proxies remove",
          "",
          "is empty");

  private final World world = new World();

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void everyRowGetsAnOutcomeInOneRun() {
    world.stale(SENDABLE.toArray(String[]::new));
    world.stale(NOT_SENDABLE.keySet().toArray(String[]::new));
    world.stale("OLD-MINUS", "OLD-BC", "NEW-PLUS", "NEW-AD", "GOOD");
    // A table of the tracking application, which migrate adopted, may lack the constraint.
    world
        .jdbc
        .sql("alter table tracked_session drop constraint tracked_session_created_at_is_finite")
        .update();
    created("OLD-MINUS", "-infinity");
    created("OLD-BC", "4713-01-01 00:00:00+00 BC");
    created("NEW-PLUS", "infinity");
    created("NEW-AD", "294276-12-31 23:59:59+00");
    int other = 0;
    for (String odd :
        List.of("\n", "\u001B[31m", "\u202E", "a".repeat(2_000), "", "\uD83D\uDE00")) {
      world.track(odd, "ACC-" + other, "IDLE", "9 days");
      world.track("default", "STA-" + other++, odd, "9 days");
    }

    Shell.Ended ended = world.run("sweep", "--max-share", "1").exitedWith(7);

    assertThat(ended.toString()).doesNotContain("\u001B", "\u202E");
    assertThat(SENDABLE).allSatisfy(key -> assertThat(outcome(key)).as(key).isEqualTo("removed"));
    NOT_SENDABLE.forEach(
        (key, reason) ->
            assertThat(world.audited(key))
                .returns("failed", SessionAuditRow::outcome)
                .satisfies(row -> assertThat(row.detail()).contains(reason)));
    assertThat(List.of("OLD-MINUS", "OLD-BC", "GOOD"))
        .allSatisfy(key -> assertThat(outcome(key)).as(key).isEqualTo("removed"));
    assertThat(world.audit()).hasSize(SENDABLE.size() + NOT_SENDABLE.size() + 3);
    Truth.assertAuditIsTrue(world);
    for (String report : List.of("runs", "failures", "sessions", "open-claims")) {
      Shell.Ended shown = world.run("report", report).exitedWith(0);
      assertThat(shown.out()).doesNotContain("\u001B", "\u202E");
    }
    world.run("runs", "show", "1").exitedWith(0);
    world.run("sweep", "--max-share", "1").exitedWith(7);
  }

  private String outcome(String key) {
    return String.valueOf(world.audited(key).outcome());
  }

  private void created(String key, String moment) {
    world
        .jdbc
        .sql(
            "update tracked_session set created_at = cast(:at as timestamptz) where session_key = :key")
        .param("at", moment)
        .param("key", key)
        .update();
  }
}
