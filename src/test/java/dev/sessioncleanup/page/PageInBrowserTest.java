package dev.sessioncleanup.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessioncleanup.database.DatabaseTest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The page in Chromium. Skipped where none is installed; in CI it fails then. Pictures are in
 * target/page.
 */
@DatabaseTest
class PageInBrowserTest {
  /** Of every text that is shown, the contrast with what is behind it, where it is below 4.5. */
  private static final String LOW_CONTRAST =
      """
      const rgb = c => (c.match(/[\\d.]+/g) || [0, 0, 0, 0]).map(Number);
      const lum = c => { const [r, g, b] = c.slice(0, 3).map(v => { v /= 255;
        return v <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4; });
        return .2126 * r + .7152 * g + .0722 * b; };
      const behind = e => { for (; e; e = e.parentElement) { const c = rgb(getComputedStyle(e).backgroundColor);
        if (c.length < 4 || c[3] > 0) return c; } return [255, 255, 255]; };
      const low = [];
      for (const e of document.querySelectorAll('body *')) {
        const text = [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim());
        if (!text || !e.getClientRects().length || e.closest('title, desc')) continue;
        const style = getComputedStyle(e);
        const [a, b] = [lum(rgb(e.closest('svg') ? style.fill : style.color)), lum(behind(e))];
        const ratio = (Math.max(a, b) + .05) / (Math.min(a, b) + .05);
        if (ratio < 4.5) low.push(e.tagName + ' ' + e.textContent.slice(0, 30) + ' ' + ratio.toFixed(2));
      }
      return low;
      """;

  private static final String BARS =
      """
      return [...document.querySelectorAll('svg')].filter(s => s.getClientRects().length).map(s =>
        [...s.querySelectorAll('rect, path, polygon')].filter(b => /--chart-(bar|removed)/.test(
          (b.closest('[fill]') || b).getAttribute('fill') || '') && b.getBoundingClientRect().height > 1).length);
      """;

  private static Browser browser;
  private static Path run;
  private static Path period;

  @BeforeAll
  static void pages(@TempDir Path directory) throws Exception {
    browser = new Browser(directory.resolve("profile"));
    try (SamplePages pages = new SamplePages()) {
      run = Files.writeString(directory.resolve("run.html"), pages.ofRuns(1L, 2L, 3L));
      period =
          Files.writeString(
              directory.resolve("period.html"),
              pages.ofPeriod("2026-10-10T00:00:00Z", "2026-11-05T00:00:00Z", null));
    }
    Files.createDirectories(Path.of("target/page"));
  }

  @AfterAll
  static void quit() throws Exception {
    if (browser != null) {
      browser.close();
      Files.writeString(Path.of("target/page/opened-in-chromium.txt"), "opened\n");
    }
  }

  @AfterEach
  void nothingWasAskedForOrComplainedAbout() {
    assertThat(browser.requests())
        .allMatch(url -> url.startsWith("file:") || url.startsWith("chrome:"));
    assertThat(browser.console()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "1240, light, screen",
    "1240, dark, screen",
    "360, light, screen",
    "360, dark, screen",
    "794, light, print",
    "794, dark, print",
  })
  void everythingIsShownAndReadable(int width, String scheme, String medium) throws Exception {
    for (Path page : List.of(run, period)) {
      browser.show(page, width, scheme, medium);
      browser.keepPicture(
          Path.of("target/page")
              .resolve("%s-%d-%s-%s.png".formatted(page.getFileName(), width, scheme, medium)));

      assertThat(browser.script(LOW_CONTRAST)).as("low contrast").isEqualTo(List.of());
      assertThat(browser.script("return document.documentElement.scrollWidth"))
          .as("width of the page")
          .isEqualTo((long) width);
      assertThat((List<?>) browser.script(BARS))
          .as("bars of each chart that is shown")
          .hasSize(4)
          .allSatisfy(bars -> assertThat((Long) bars).isPositive());
      assertThat(browser.script("return document.querySelector('.tiles .value').innerText"))
          .isEqualTo(page == run ? "1,399" : "1,419");
    }
  }

  @Test
  void darkIsDarkAndPrintIsWhite() {
    String background = "return getComputedStyle(document.body).backgroundColor";
    browser.show(run, 1240, "dark", "screen");
    assertThat(browser.script(background)).isEqualTo("rgb(20, 23, 26)");
    browser.show(run, 1240, "dark", "print");
    assertThat(browser.script(background)).isEqualTo("rgb(255, 255, 255)");
  }

  @Test
  void contentSecurityPolicyIsInForce() {
    browser.show(run, 1240, "light", "screen");

    assertThat(
            browser.script(
                """
                const s = document.createElement('style');
                s.textContent = 'h1 { color: rgb(255, 0, 0) !important; }';
                document.head.append(s);
                return getComputedStyle(document.querySelector('h1')).color
                """))
        .isNotEqualTo("rgb(255, 0, 0)");
    assertThat(browser.console()).hasSize(1).first().asString().contains("Content Security Policy");
  }

  @Test
  void headingsAreInOrder() {
    browser.show(run, 1240, "light", "screen");

    List<String> levels = new ArrayList<>();
    ((List<?>)
            browser.script("return [...document.querySelectorAll('h1,h2,h3')].map(h => h.tagName)"))
        .forEach(level -> levels.add(String.valueOf(level)));
    assertThat(levels.getFirst()).isEqualTo("H1");
    assertThat(levels.subList(1, levels.size())).containsOnly("H2");
    assertThat(browser.script("return document.documentElement.lang")).isEqualTo("en");
  }

  @Test
  void noChartIsCutByAPageBreak() throws Exception {
    browser.show(period, 794, "light", "print");
    byte[] pdf = browser.printed();
    Files.write(Path.of("target/page/period.pdf"), pdf);

    assertThat(pdf).startsWith("%PDF".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    assertThat(
            browser.script(
                "return [...document.querySelectorAll('figure')].every(f => getComputedStyle(f).breakInside === 'avoid'"
                    + " && f.getBoundingClientRect().height < 900)"))
        .isEqualTo(true);
  }
}
