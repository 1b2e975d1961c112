package dev.sessioncleanup.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sessioncleanup.chart.ChartDrawing;
import dev.sessioncleanup.database.DatabaseTest;
import dev.sessioncleanup.section.PageScope;
import dev.sessioncleanup.settings.InvalidSettingException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
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
  void totalsAreThoseOfTheReportRuns() {
    for (long run : List.of(1L, 2L, 3L, 5L)) {
      Map<String, Object> row = reportOf(run);
      Document page = Jsoup.parse(pages.ofRuns(run));

      for (String outcome :
          List.of("removed", "started", "missing", "not_idle", "failed", "open", "sessions")) {
        String name = outcome.equals("sessions") ? "all" : outcome.replace('_', ' ');
        assertThat(cell(page, "totals", name, 1))
            .as("%s of run %d", outcome, run)
            .isEqualTo(row.get(outcome));
      }
      assertThat(tile(page, "Removed")).isEqualTo(row.get("removed"));
      assertThat(tile(page, "Failed")).isEqualTo(row.get("failed"));
      assertThat(tile(page, "Inferred")).isEqualTo(row.get("inferred"));
      assertThat(String.valueOf(tile(page, "DELETE calls")))
          .isEqualTo(String.valueOf(row.get("attempts")));
    }
  }

  @Test
  void outcomesOverTimeAddUpToTheTotals() {
    for (long run : List.of(1L, 2L, 3L)) {
      Document page = Jsoup.parse(pages.ofRuns(run));

      assertThat(column(page, "outcomes-over-time", 2))
          .isEqualTo(cell(page, "totals", "removed", 1));
      assertThat(column(page, "outcomes-over-time", 4))
          .isEqualTo(cell(page, "totals", "missing", 1));
      assertThat(column(page, "outcomes-over-time", 7))
          .isEqualTo(cell(page, "totals", "failed", 1));
    }
  }

  @Test
  void daysOfAPeriodAreThoseOfTheReportDaily() {
    Document page =
        Jsoup.parse(pages.ofPeriod("2026-10-10T00:00:00Z", "2026-11-05T00:00:00Z", "acme"));
    var daily = pages.reports().run("daily", Map.of("account", "acme"));

    assertThat(page.select("#table-outcomes-over-time tbody tr")).hasSize(daily.rows().size());
    for (var row : daily.rows()) {
      Element day =
          page.select("#table-outcomes-over-time tbody tr").stream()
              .filter(each -> each.child(0).text().equals(String.valueOf(row.getFirst())))
              .findAny()
              .orElseThrow();
      assertThat(number(day.child(1))).isEqualTo(row.get(3));
      assertThat(number(day.child(2))).isEqualTo(row.get(4));
      assertThat(number(day.child(3))).isEqualTo(row.get(5));
    }
  }

  @Test
  void rateLatencyAndForecastAreCounted() {
    Document page = Jsoup.parse(pages.ofRuns(1L));

    assertThat(row(page, "rate-by-account", "acme"))
        .containsExactly("acme", "5.00", "1,228", "4.00", "80 %", "2");
    assertThat(row(page, "latency", "1,224"))
        .containsExactly("1,224", "104", "340", "340", "2,600", "2,600");
    assertThat(column(page, "latency-histogram", 2)).isEqualTo(1224);
    assertThat(page.select("#table-forecast tbody tr")).hasSize(1);
    assertThat(row(page, "forecast", "acme"))
        .containsExactly("acme", "280", "8.6", "100", "56s", "3");
    assertThat(column(page, "backlog-by-age", 2)).isEqualTo(280);
  }

  @Test
  void longListsEndWithWhatListsTheRest() {
    Document page = Jsoup.parse(pages.ofRuns(2L));

    assertThat(page.select("#table-failures-by-session tbody tr")).hasSize(100);
    assertThat(page.select("#table-failures-by-session + .more").text())
        .isEqualTo("12 more are not shown: 'report failures -p run=2' lists them all");
    assertThat(page.select("#table-failure-reasons tbody tr")).hasSize(2);
  }

  @Test
  void whoAskedAndSteeredAndTheSettingsAreNamed() {
    Document page = Jsoup.parse(pages.ofRuns(3L));

    assertThat(row(page, "requests", "3"))
        .contains("<script>alert(\"asked\")</script>", "laptop & desk");
    assertThat(page.select("#table-steered tbody tr").eachText())
        .containsExactly(
            "3 2026-11-03 12:02:00 cancel maria 2026-11-03 12:02:01",
            "3 2026-11-03 12:01:30 resume nina 2026-11-03 12:01:31",
            "3 2026-11-03 12:01:00 pause \"nina\" 2026-11-03 12:01:01",
            "3 2026-11-03 12:00:30 rate 2.5/s maria 2026-11-03 12:00:31");
    assertThat(row(page, "options", "limit")).containsExactly("limit", "50", "1", "3");
  }

  @Test
  void hostileTextIsShownAndNeverRuns() {
    String html = pages.ofRuns(2L, 3L);
    Document page = Jsoup.parse(html);

    assertThat(page.select("script, img, iframe, object, link, base, form, [onerror], [style]"))
        .isEmpty();
    assertThat(page.text())
        .contains(
            "<script>alert(\"key\")</script>",
            "a'b\"c&d\\u202ee",
            "<img src=x onerror=alert(1)>",
            "\\u001b[31m");
    assertThat(html.codePoints().filter(c -> Character.getType(c) == Character.FORMAT)).isEmpty();
    assertThat(html.codePoints().filter(c -> Character.isISOControl(c) && c != '\n')).isEmpty();
  }

  @Test
  void everyChartHasATextAndATable() {
    Document page = Jsoup.parse(pages.ofRuns(1L));

    assertThat(page.select("figure")).hasSize(4);
    for (Element chart : page.select("svg")) {
      assertThat(chart.attr("role")).isEqualTo("img");
      for (String id : chart.attr("aria-labelledby").split(" ", -1)) {
        assertThat(page.select("#" + id)).hasSize(1);
        assertThat(page.select("#" + id).text()).isNotBlank();
      }
    }
    assertThat(page.select(".pair"))
        .allSatisfy(pair -> assertThat(pair.select("table")).hasSize(1));
    assertThat(page.select("table"))
        .allSatisfy(table -> assertThat(table.select("caption")).hasSize(1));
    assertThat(page.select("th")).allSatisfy(th -> assertThat(th.attr("scope")).isIn("col", "row"));
    assertThat(page.select("[id]").eachAttr("id")).doesNotHaveDuplicates();
  }

  @Test
  void unfinishedRunIsNotFinal() {
    Document page = Jsoup.parse(pages.ofRuns(5L));

    assertThat(page.select(".warning").text()).contains("Run 5 is running", "not final");
    assertThat(page.select("#table-open-claims tbody tr")).hasSize(2);
    assertThat(page.select("#table-open-claims").text())
        .contains("alive", "dead: the next run takes it over");
  }

  @Test
  void emptyPeriodSaysSo() {
    Document page =
        Jsoup.parse(pages.ofPeriod("2020-01-01T00:00:00Z", "2020-02-01T00:00:00Z", null));

    assertThat(page.select(".warning").text()).contains("Nothing was recorded in this period");
    assertThat(tile(page, "Removed")).isEqualTo(0L);
  }

  @Test
  void withoutFontsTheTablesHoldTheFigures() {
    Document page =
        Jsoup.parse(
            pages.html(
                new PageScope.Runs(List.of(1L), List.of()),
                (chart, id, size) -> {
                  throw new InternalError("Fontconfig head is null");
                }));

    assertThat(page.select("figure, svg")).isEmpty();
    assertThat(page.select(".warning").text()).contains("no fonts", "the tables hold every figure");
    assertThat(column(page, "outcomes-over-time", 2)).isEqualTo(1161);
  }

  @Test
  void unknownRunAccountAndDryRunAreRefused() {
    assertThatThrownBy(() -> pages.ofRuns(99L))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessage("There is no run 99. 'runs list' shows the runs.");
    assertThatThrownBy(() -> pages.ofRuns(4L)).hasMessageContaining("Run 4 was a dry run");
    assertThatThrownBy(() -> pages.ofPeriod("2026-11-01T00:00:00Z", "2026-11-05T00:00:00Z", "Acme"))
        .hasMessageContaining("There is no run of account 'Acme'");
  }

  @Test
  void notesAreShown() {
    String html =
        pages.html(
            new PageScope.Runs(List.of(1L), List.of("Account <b> has no run: no credentials.")),
            ChartDrawing::svg);

    assertThat(Jsoup.parse(html).select(".warning").text())
        .isEqualTo("Account <b> has no run: no credentials.");
  }

  @Test
  void purgedRowsAreCountedAndNamed() throws Exception {
    try (SamplePages purged = new SamplePages()) {
      purged.execute("select purge_session_audit('2026-11-01T22:02:05Z', 'maria')");
      Document page = Jsoup.parse(purged.ofRuns(1L));

      assertThat(cell(page, "totals", "removed", 1)).isEqualTo(1161L);
      assertThat(page.select("#outcomes p").text())
          .contains("479 audit rows of this page have been purged");
    }
  }

  @Test
  void sealIsShownWhereThereIsOne() throws Exception {
    assertThat(Jsoup.parse(pages.ofRuns(1L)).select("#seals")).isEmpty();
    try (SamplePages sealed = new SamplePages()) {
      sealed.execute("alter table cleanup_run add column if not exists seal text");
      sealed.execute("update cleanup_run set seal = 'abc123' where run_id = 1");

      assertThat(row(Jsoup.parse(sealed.ofRuns(1L)), "seals", "1"))
          .containsExactly("1", "acme", "abc123");
    }
  }

  @Test
  void scopeIsAskedForTheTimeOfTheDatabase() {
    Instant[] asked = new Instant[1];
    new AuditPage(pages.database.dataSource(), SamplePages.settings())
        .html(
            now -> {
              asked[0] = now;
              return new PageScope.Runs(List.of(1L), List.of());
            });

    assertThat(asked[0]).isNotNull();
  }

  private static Map<String, Object> reportOf(long run) {
    var table = pages.reports().run("runs", Map.of("run", String.valueOf(run)));
    Map<String, Object> row = new HashMap<>();
    for (int i = 0; i < table.columns().size(); i++) {
      Object value = table.rows().getFirst().get(i);
      row.put(table.columns().get(i).name(), value == null ? "" : value);
    }
    return row;
  }

  private static long tile(Document page, String name) {
    return page.select(".tiles > div").stream()
        .filter(each -> each.select("dt").text().equals(name))
        .map(each -> number(each.select(".value").getFirst()))
        .findAny()
        .orElseThrow();
  }

  private static List<String> row(Document page, String table, String name) {
    return page.select("#table-" + table + " tbody tr").stream()
        .map(tr -> tr.children().eachText())
        .filter(cells -> cells.getFirst().equals(name))
        .findAny()
        .orElseThrow();
  }

  private static long cell(Document page, String table, String name, int column) {
    return Long.parseLong(row(page, table, name).get(column).replace(",", ""));
  }

  private static long column(Document page, String table, int column) {
    return page.select("#table-%s tbody tr > :nth-child(%d)".formatted(table, column)).stream()
        .mapToLong(AuditPageTest::number)
        .sum();
  }

  private static long number(Element cell) {
    return Long.parseLong(cell.text().replace(",", ""));
  }
}
