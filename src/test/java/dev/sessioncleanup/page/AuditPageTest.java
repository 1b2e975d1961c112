package dev.sessioncleanup.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessioncleanup.database.DatabaseTest;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

@DatabaseTest
class AuditPageTest {
  private static SamplePages pages;

  @BeforeAll
  static void sample() throws Exception {
    pages = new SamplePages();
  }

  @AfterAll
  static void close() throws Exception {
    pages.close();
  }

  @Test
  void draft() throws Exception {
    Path shots = Files.createDirectories(Path.of("/tmp/shots"));
    Files.writeString(shots.resolve("run1.html"), pages.ofRuns(1L));
    Files.writeString(shots.resolve("run2.html"), pages.ofRuns(2L));
    Files.writeString(
        shots.resolve("period.html"),
        pages.ofPeriod("2026-10-06T00:00:00Z", "2026-11-05T00:00:00Z", null));
    assertThat(pages.ofRuns(5L)).contains("not final");
  }
}
