package dev.sessioncleanup.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessioncleanup.database.DatabaseTest;
import dev.sessioncleanup.database.NightsAudit;
import dev.sessioncleanup.database.TestDatabase;
import java.sql.SQLException;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A report over a time reads the counts, or the rows, of that time, and not the whole audit. */
@DatabaseTest
class MonthReadsTest {
  private static final int NIGHTS = 200;
  private static final int ROWS_A_NIGHT = 200;
  private static final int NIGHTS_OF_A_MONTH = 30;
  private static final Map<String, String> MONTH = Map.of("since", "40d", "until", "10d");

  private static TestDatabase database;
  private static JdbcClient jdbc;

  @BeforeAll
  static void nights() throws SQLException {
    database = TestDatabase.migrated();
    NightsAudit.fill(database, NIGHTS, NIGHTS * ROWS_A_NIGHT);
    jdbc = JdbcClient.create(database.dataSource());
  }

  @AfterAll
  static void close() {
    database.close();
  }

  @Test
  void noReportOverAMonthReadsMoreThanTheRowsOfTheMonth() {
    Map<String, Long> tooMany = new TreeMap<>();
    ReportFile.all()
        .forEach(
            (name, file) -> {
              ReportPlan plan = ReportPlan.of(file, MONTH, jdbc);
              if (plan.wholeAudit() || plan.auditRows() > NIGHTS_OF_A_MONTH * ROWS_A_NIGHT) {
                tooMany.put(name, plan.auditRows());
              }
            });

    assertThat(tooMany).isEmpty();
  }

  @Test
  void totalsOfAMonthComeFromCounts() {
    for (String name : Set.of("daily", "monthly", "shares", "removed", "runs")) {
      ReportPlan plan = ReportPlan.of(report(name), MONTH, jdbc);

      // At most a part of the first day and of the last one.
      assertThat(plan.auditRows()).as(name).isLessThanOrEqualTo(2 * ROWS_A_NIGHT);
    }
  }

  @Test
  void firstSessionsOfAMonthAreReadWithoutTheOthers() {
    Map<String, String> given = Map.of("since", "40d", "until", "10d", "limit", "10");

    assertThat(ReportPlan.of(report("sessions"), given, jdbc).auditRows()).isLessThan(100);
  }

  private static ReportFile report(String name) {
    return Objects.requireNonNull(ReportFile.all().get(name), name);
  }
}
