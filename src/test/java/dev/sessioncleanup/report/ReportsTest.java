package dev.sessioncleanup.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sessioncleanup.database.DatabaseTest;
import dev.sessioncleanup.format.ReportFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DatabaseTest
class ReportsTest {
  private static SampleAudit audit;
  private static Reports reports;

  @BeforeAll
  static void audit() throws Exception {
    audit = new SampleAudit();
    reports = audit.reports();
  }

  @AfterAll
  static void close() throws Exception {
    audit.close();
  }

  @Test
  void listNamesEveryReportWithItsPurposeAndParameters() {
    assertThat(Reports.descriptions())
        .extracting(ReportDescription::name)
        .containsExactly(
            "daily",
            "failures",
            "hold-history",
            "holds",
            "open-claims",
            "run-history",
            "run-progress",
            "runs",
            "sessions");
    assertThat(Reports.descriptions().getFirst())
        .isEqualTo(
            new ReportDescription(
                "daily",
                "Outcomes by day (UTC) and account, newest first.",
                List.of(
                    new ReportParameter("account", ReportParameter.Type.TEXT, "only this account"),
                    new ReportParameter("from", ReportParameter.Type.DATE, "this day or later"),
                    new ReportParameter("to", ReportParameter.Type.DATE, "before this day"))));
  }

  @Test
  void valuesHaveTheTypesOfJava() {
    List<@Nullable Object> row =
        reports.run("sessions", Map.of("run", "1", "limit", "1")).rows().getFirst();

    assertThat(row).contains(1L, "ACM-AAAAA00001", 200, Instant.parse("2026-11-01T23:50:00Z"));
    assertThat(reports.run("daily", Map.of("from", "2026-11-02", "account", "acme")).rows())
        .singleElement()
        .satisfies(day -> assertThat(day.getFirst()).isEqualTo(LocalDate.parse("2026-11-02")));
  }

  @ParameterizedTest
  @CsvSource({
    "runs, account, acme, 3",
    "runs, run, 2, 1",
    "runs, from, 2026-11-03, 3",
    "runs, to, 2026-11-03, 2",
    "runs, dry_run, true, 1",
    "runs, limit, 2, 2",
    "runs, limit, 0, 0",
    "daily, from, 2026-11-02, 2",
    "daily, to, 2026-11-02, 1",
    "daily, account, default, 1",
    "sessions, account, default, 0",
    "sessions, account, acme, 2",
    "sessions, outcome, open, 0",
    "sessions, run, 4, 2",
    "sessions, run, 2, 4",
    "failures, run, 2, 2",
    "failures, run, 1, 0",
    "failures, from, 2026-11-03, 0",
    "failures, to, 2026-11-03, 2",
    "open-claims, account, acme, 2",
    "open-claims, run, 1, 0",
    "holds, session, ACM-AAAAA00005, 1",
    "holds, limit, 1, 1",
    "hold-history, session, ACM-AAAAA00005, 1",
    "hold-history, limit, 2, 2",
  })
  void parameterRestrictsTheRows(String name, String parameter, String value, int rows) {
    assertThat(reports.run(name, Map.of(parameter, value)).rows()).hasSize(rows);
  }

  @Test
  void parametersRestrictTogether() {
    assertThat(reports.run("sessions", Map.of("run", "1", "outcome", "removed")).rows()).hasSize(2);
    assertThat(reports.run("sessions", Map.of("run", "4", "outcome", "open")).rows()).hasSize(2);
    assertThat(reports.run("sessions", Map.of("run", "1", "account", "default")).rows()).isEmpty();
  }

  @Test
  void unknownReportIsRefusedWithTheKnownNames() {
    assertThatThrownBy(() -> reports.run("dayly", Map.of()))
        .isInstanceOf(UnknownReportException.class)
        .hasMessage(
            "There is no report 'dayly'. The reports are: daily, failures, hold-history, holds, open-claims, run-history, run-progress, runs, sessions.");
  }

  @Test
  void unknownParameterIsRefusedWithTheKnownNames() {
    assertThatThrownBy(() -> reports.run("daily", Map.of("run", "1")))
        .isInstanceOf(ReportParameterException.class)
        .hasMessage("Report daily has no parameter 'run'. Its parameters: account, from, to.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"yesterday", "2026-11-31", "", "+12026-01-01", "0000-01-01", "2026-11-01'; --"})
  void illFormedDateIsRefused(String date) {
    assertThatThrownBy(() -> reports.run("runs", Map.of("from", date)))
        .isInstanceOf(ReportParameterException.class)
        .hasMessage(
            "Parameter from of report runs must be a date such as 2026-11-01, not '%s'."
                .formatted(date));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ten", "-1", "1.5", "", "9223372036854775808"})
  void illFormedNumberIsRefused(String number) {
    assertThatThrownBy(() -> reports.run("runs", Map.of("limit", number)))
        .isInstanceOf(ReportParameterException.class)
        .hasMessage(
            "Parameter limit of report runs must be a whole number, not '%s'.".formatted(number));
  }

  @Test
  void textIsDataAndNeverSql() {
    assertThat(reports.run("holds", Map.of("session", "' or true --")).rows()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "sessions, run, 99, There is no run 99. 'runs list' shows the runs.",
        "runs, account, Acme, \"There is no run of account 'Acme'. Check the name; capital letters matter.\"",
        "sessions, outcome, Removed, \"Parameter outcome of report sessions must be removed, started, missing, not_idle, held, failed or open, not 'Removed'.\"",
        "runs, dry_run, yes, \"Parameter dry_run of report runs must be true or false, not 'yes'.\"",
        "holds, session, \"\", \"Parameter session of report holds is empty. Give it a value, or leave it out.\"",
      })
  void valueThatCanMatchNothingIsRefused(
      String name, String parameter, String value, String message) {
    assertThatThrownBy(() -> reports.run(name, Map.of(parameter, value)))
        .isInstanceOf(ReportParameterException.class)
        .hasMessage(message);
  }

  @Test
  void emptyRangeIsRefused() {
    assertThatThrownBy(() -> reports.run("daily", Map.of("from", "2026-11-02", "to", "2026-11-02")))
        .isInstanceOf(ReportParameterException.class)
        .hasMessage("from 2026-11-02 is not before to 2026-11-02; the range is [from, to).");
  }

  @Test
  void outputThatFailsEndsTheReport() {
    Writer full =
        new Writer() {
          @Override
          public void write(char[] text, int from, int length) throws IOException {
            throw new IOException("No space left on device");
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        };

    assertThatThrownBy(() -> reports.write("runs", Map.of(), ReportFormat.CSV, full))
        .isInstanceOf(UncheckedIOException.class)
        .hasRootCauseMessage("No space left on device");
  }
}
