package dev.sessioncleanup.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sessioncleanup.database.DatabaseTest;
import dev.sessioncleanup.format.ReportFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
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
            "backlog",
            "daily",
            "doubts",
            "failures",
            "hold-history",
            "holds",
            "latency",
            "monthly",
            "open-claims",
            "purges",
            "removed",
            "reopened",
            "requests",
            "run-history",
            "run-progress",
            "runs",
            "sessions",
            "shares");
    assertThat(Reports.descriptions().get(1))
        .isEqualTo(
            new ReportDescription(
                "daily",
                "Outcomes by day (UTC) and account, newest first.",
                List.of(
                    new ReportParameter("account", ReportParameter.Type.TEXT, "only this account"),
                    new ReportParameter("run", ReportParameter.Type.NUMBER, "only this run"),
                    new ReportParameter(
                        "since", ReportParameter.Type.MOMENT, "recorded at this time or later"),
                    new ReportParameter(
                        "until", ReportParameter.Type.MOMENT, "recorded before this time"),
                    new ReportParameter(
                        "limit", ReportParameter.Type.NUMBER, "at most this number of rows"))));
  }

  @Test
  void valuesHaveTheTypesOfJava() {
    List<@Nullable Object> row =
        reports.run("sessions", Map.of("run", "1", "limit", "1")).rows().getFirst();

    assertThat(row).contains(1L, "ACM-AAAAA00001", 200, Instant.parse("2026-11-01T23:50:00Z"));
    assertThat(
            reports
                .run(
                    "daily",
                    Map.of("since", "2026-11-02", "until", "2026-11-03", "account", "acme"))
                .rows())
        .singleElement()
        .satisfies(day -> assertThat(day.getFirst()).isEqualTo(LocalDate.parse("2026-11-02")));
  }

  @ParameterizedTest
  @CsvSource({
    "runs, account, acme, 5",
    "runs, run, 2, 1",
    "runs, since, 2026-11-03, 5",
    "runs, from, 2026-11-03, 5",
    "runs, until, 2026-11-03, 3",
    "runs, to, 2026-11-03, 3",
    "runs, until, 2026-11-02T23:40:00Z, 2",
    "runs, until, 2026-11-03T05:10:00+05:30, 2",
    "runs, until, 2026-11-03T05:10:01+05:30, 3",
    "runs, dry_run, true, 1",
    "runs, limit, 2, 2",
    "runs, limit, 0, 0",
    "daily, since, 2026-11-02, 4",
    "daily, until, 2026-11-02, 1",
    "daily, run, 1, 2",
    "daily, account, default, 2",
    "monthly, since, 2026-12-15, 2",
    "monthly, since, 2026-11-30T23:59:59Z, 4",
    "monthly, until, 2026-12-01, 3",
    "monthly, until, 2026-12-01T00:00:01Z, 5",
    "monthly, account, default, 2",
    "shares, since, 2026-12-15, 2",
    "removed, until, 2026-11-15, 2",
    "doubts, run, 4, 1",
    "doubts, since, 2026-11-03, 1",
    "latency, since, 2026-12-01, 1",
    "latency, run, 3, 0",
    "requests, run, 2, 3",
    "requests, until, 2026-01-01, 1",
    "reopened, account, default, 1",
    "reopened, session, DEF-BBBBB00003, 1",
    "purges, since, 2026-11-26, 1",
    "backlog, until, 2026-10-01, 3",
    "backlog, until, 2026-12-02, 5",
    "sessions, account, default, 1",
    "sessions, account, acme, 4",
    "sessions, since, 2026-11-02, 14",
    "sessions, until, 2026-11-02, 1",
    "sessions, outcome, open, 0",
    "sessions, run, 4, 2",
    "sessions, run, 2, 4",
    "failures, run, 2, 2",
    "failures, run, 1, 0",
    "failures, since, 2026-11-03, 0",
    "failures, until, 2026-11-03, 2",
    "open-claims, account, acme, 2",
    "open-claims, run, 1, 0",
    "run-history, since, 2026-11-05, 2",
    "holds, session, ACM-AAAAA00005, 1",
    "holds, account, acme, 2",
    "holds, since, 2026-11-02, 2",
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
            "There is no report 'dayly'. The reports are: backlog, daily, doubts, failures, hold-history, holds, latency, monthly, open-claims, purges, removed, reopened, requests, run-history, run-progress, runs, sessions, shares.");
  }

  @Test
  void unknownParameterIsRefusedWithTheKnownNames() {
    assertThatThrownBy(() -> reports.run("monthly", Map.of("run", "1")))
        .isInstanceOf(ReportParameterException.class)
        .hasMessage("Report monthly has no --run. It has: --account, --since, --until, --limit.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "yesterday",
        "2026-11-31",
        "+12026-01-01",
        "0000-01-01",
        "2026-11-01'; --",
        "30",
        "-3d",
        "2026-11-01T06:00"
      })
  void illFormedMomentIsRefused(String moment) {
    assertThatThrownBy(() -> reports.run("runs", Map.of("since", moment)))
        .isInstanceOf(ReportParameterException.class)
        .hasMessage(
            "--since of report runs must be a date such as 2026-11-01, an instant such as 2026-11-01T06:00:00Z, or a duration before now such as 30d, not '%s'."
                .formatted(moment));
  }

  @Test
  void durationIsCountedBackFromTheDatabasesClock() {
    assertThat(reports.run("purges", Map.of("until", "36500d")).rows()).isEmpty();
    assertThat(reports.run("purges", Map.of("since", "36500d")).rows()).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ten", "-1", "1.5", "9223372036854775808"})
  void illFormedNumberIsRefused(String number) {
    assertThatThrownBy(() -> reports.run("runs", Map.of("limit", number)))
        .isInstanceOf(ReportParameterException.class)
        .hasMessage("--limit of report runs must be a whole number, not '%s'.".formatted(number));
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
        "runs, account, Acme, \"There is no run and no tracked session of account 'Acme'. Check the name; capital letters matter.\"",
        "sessions, outcome, Removed, \"-p outcome of report sessions must be removed, started, missing, not_idle, held, failed or open, not 'Removed'.\"",
        "runs, dry_run, yes, \"-p dry_run of report runs must be true or false, not 'yes'.\"",
        "holds, session, \"\", \"-p session of report holds is empty. Give it a value, or leave it out.\"",
      })
  void valueThatCanMatchNothingIsRefused(
      String name, String parameter, String value, String message) {
    assertThatThrownBy(() -> reports.run(name, Map.of(parameter, value)))
        .isInstanceOf(ReportParameterException.class)
        .hasMessage(message);
  }

  @ParameterizedTest
  @CsvSource({"2026-11-02, 2026-11-02", "2026-11-02, 3650d", "1d, 30d"})
  void emptyRangeIsRefused(String since, String until) {
    assertThatThrownBy(() -> reports.run("daily", Map.of("since", since, "until", until)))
        .isInstanceOf(ReportParameterException.class)
        .hasMessageMatching("--since \\S+Z is not before --until \\S+Z; the range is .*");
  }

  @Test
  void parameterUnderBothNamesIsRefused() {
    assertThatThrownBy(() -> reports.run("daily", Map.of("since", "1d", "from", "2d")))
        .isInstanceOf(ReportParameterException.class)
        .hasMessage("--since of report daily is given twice.");
  }

  @Test
  void databaseThatTakesTooLongIsStopped() throws Exception {
    try (Connection locking = audit.database.connection();
        Statement statement = locking.createStatement()) {
      locking.setAutoCommit(false);
      statement.execute("lock table cleanup_run in access exclusive mode");

      assertThatThrownBy(
              () ->
                  reports.write(
                      "runs",
                      Map.of(),
                      ReportFormat.CSV.rows(new StringBuilder()),
                      Duration.ofMillis(50)))
          .isInstanceOf(ReportTimeoutException.class)
          .hasMessageContaining("took longer than --timeout 50ms");
    }
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
