package dev.sessioncleanup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessioncleanup.database.DatabaseTest;
import dev.sessioncleanup.truth.Truth;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@DatabaseTest
class UnusualKeysTest {
  private final World world = new World();

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void keysThatLookLikeAPathAreRemoved() {
    String[] keys = {
      "AB/CD", "...", "a b", "50%", "50%2F", "?x=1", "#1", "ключ", "a+b", "x;y", "\\"
    };
    world.stale(keys);

    world.run("sweep").exitedWith(0);

    assertThat(world.pave.removed()).containsExactlyInAnyOrder(keys);
    Truth.assertAuditIsTrue(world);
  }

  @Test
  void keysThatCannotBeSentFailWithTheReasonAndAreNotSent() {
    String tooLong = "K".repeat(129);
    world.stale("FIN-E000000001", "BAD\nKEY", "", "..", tooLong);

    world.run("sweep").exitedWith(7).says("4 sessions failed");

    assertFailed("BAD\nKEY", "the session key contains the control character U+000A; PAVE cannot");
    assertFailed("", "the session key is empty; PAVE cannot be asked about it. Correct the");
    assertFailed(
        "..", "the session key is '..', which HTTP clients and proxies remove from a path");
    assertFailed(tooLong, "the session key has 129 characters, more than 128; PAVE cannot be");
    assertThat(world.pave.log()).hasSize(1);
    Truth.assertAuditIsTrue(world);
  }

  @Test
  void summaryAndReportKeepAKeyWithANewlineOnOneLine() {
    world.stale("BAD\nKEY");
    world.run("sweep").exitedWith(7);

    Shell.Ended report = world.run("report", "failures", "--format", "json").exitedWith(0);

    assertThat(report.out()).contains("BAD\\nKEY").doesNotContain("BAD\nKEY");
  }

  private void assertFailed(String key, String reason) {
    assertThat(world.audited(key))
        .returns("failed", SessionAuditRow::outcome)
        .returns(0, SessionAuditRow::attempts)
        .satisfies(row -> assertThat(row.detail()).startsWith(reason));
  }
}
