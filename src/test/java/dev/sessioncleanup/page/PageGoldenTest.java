package dev.sessioncleanup.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessioncleanup.database.DatabaseTest;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/**
 * The HTML of two pages. {@code -Dtranscript.update} records it anew. What is left out: the style,
 * which a browser judges; the drawings, whose labels are as wide as the machine's fonts; the time,
 * and how long the run has run that goes on.
 */
@DatabaseTest
class PageGoldenTest {

  @Test
  void pagesAreThoseThatWereReviewed() throws Exception {
    try (SamplePages pages = new SamplePages()) {
      assertGolden("run.html", pages.ofRuns(2L));
      assertGolden(
          "period.html", pages.ofPeriod("2026-10-10T00:00:00Z", "2026-11-05T00:00:00Z", null));
    }
  }

  private static void assertGolden(String name, String html) throws Exception {
    String steady =
        html.replaceAll("(?s)<style>.*?</style>", "<style></style>")
            .replaceAll("'sha256-[^']*'", "'sha256-HASH'")
            .replaceAll("(?s)(</desc>).*?</svg>", "$1</svg>")
            .replaceAll("(Duration, seconds\" class=\"number\">)[\\d,]{5,}", "$1N")
            .replaceAll("Made \\S+ \\S+ UTC", "Made TIME UTC");
    Path golden = SamplePages.RESOURCES.resolve(name);
    if (System.getProperty("transcript.update") != null) {
      Files.writeString(golden, steady);
    }

    assertThat(steady).isEqualTo(Files.readString(golden));
  }
}
