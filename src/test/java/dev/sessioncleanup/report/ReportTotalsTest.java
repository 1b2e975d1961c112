package dev.sessioncleanup.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessioncleanup.database.DatabaseTest;
import dev.sessioncleanup.format.ReportColumn;
import dev.sessioncleanup.format.ReportTable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The reports agree with each other. */
@DatabaseTest
class ReportTotalsTest {
  private static final List<String> OUTCOMES =
      List.of("removed", "started", "missing", "not_idle", "held", "failed");

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

  @ParameterizedTest
  @ValueSource(strings = {"acme", "default"})
  void dailyMonthlyRunsAndSessionsCountTheSameOutcomes(String account) {
    Map<String, String> given = Map.of("account", account, "since", "2026-01-01");
    Map<String, Long> counts = totals("daily", given);

    assertThat(totals("monthly", given)).isEqualTo(counts);
    assertThat(totals("runs", given)).isEqualTo(counts);
    assertThat(sessions(given)).isEqualTo(counts);
    assertThat(counts.values()).as("not empty").anyMatch(count -> count > 0);
  }

  @Test
  void purgedRowsAreCountedByMonthAndByRun() {
    Map<String, Long> monthly = totals("monthly", Map.of());

    assertThat(totals("runs", Map.of())).isEqualTo(monthly);
    assertThat(monthly).isNotEqualTo(totals("daily", Map.of()));
  }

  @Test
  void removedAndSharesAgreeWithMonthly() {
    ReportTable monthly = reports.run("monthly", Map.of());

    assertThat(sum(reports.run("removed", Map.of()), "removed")).isEqualTo(sum(monthly, "removed"));
    ReportTable shares = reports.run("shares", Map.of());
    assertThat(sum(shares, "missing")).isEqualTo(sum(monthly, "missing"));
    assertThat(sum(shares, "started")).isEqualTo(sum(monthly, "started"));
    assertThat(sum(shares, "answered"))
        .isEqualTo(sum(monthly, "removed") + sum(monthly, "missing") + sum(monthly, "started"));
  }

  @Test
  void failuresOpenClaimsAndDoubtsAgreeWithRuns() {
    ReportTable runs = reports.run("runs", Map.of());

    assertThat(reports.run("failures", Map.of()).rows()).hasSize((int) sum(runs, "failed"));
    assertThat(reports.run("open-claims", Map.of()).rows()).hasSize((int) sum(runs, "open"));
    assertThat(reports.run("latency", Map.of()).rows()).hasSize(runs.rows().size() - 1);
  }

  @Test
  void reportsAgreeWithTheViewsOfTheSameName() {
    JdbcClient jdbc = JdbcClient.create(audit.database.dataSource());

    for (String name : List.of("daily", "month")) {
      ReportTable report = reports.run(name.equals("month") ? "monthly" : name, Map.of());
      Long inView = jdbc.sql("select sum(sessions) from report_" + name).query(Long.class).single();
      assertThat(sum(report, "sessions")).as(name).isEqualTo(inView);
    }
  }

  private static Map<String, Long> totals(String name, Map<String, String> given) {
    ReportTable table = reports.run(name, given);
    Map<String, Long> totals = new LinkedHashMap<>();
    OUTCOMES.forEach(outcome -> totals.put(outcome, sum(table, outcome)));
    return totals;
  }

  private static Map<String, Long> sessions(Map<String, String> given) {
    ReportTable table = reports.run("sessions", given);
    int outcome = index(table, "outcome");
    Map<String, Long> totals = new LinkedHashMap<>();
    for (String each : OUTCOMES) {
      totals.put(each, table.rows().stream().filter(row -> each.equals(row.get(outcome))).count());
    }
    return totals;
  }

  private static long sum(ReportTable table, String column) {
    int index = index(table, column);
    return table.rows().stream().mapToLong(row -> value(row.get(index))).sum();
  }

  private static long value(@Nullable Object cell) {
    return cell instanceof Number number ? number.longValue() : 0;
  }

  private static int index(ReportTable table, String column) {
    return table.columns().stream().map(ReportColumn::name).toList().indexOf(column);
  }
}
