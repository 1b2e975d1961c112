package dev.sessioncleanup.report;

import dev.sessioncleanup.database.DatabaseTest;
import dev.sessioncleanup.database.NightsAudit;
import dev.sessioncleanup.database.TestDatabase;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Fills an audit of 100 nights, and prints for each report over one month of it how long its query
 * takes and how many audit rows it reads. The figures depend on the machine, so it runs only on
 * request: {@code mvn test -Dtest=MonthSpeedTest -Dfast.excludedGroups=none}; {@code
 * -Dbenchmark.rows=10000000} for another number of rows.
 */
@DatabaseTest
@Tag("benchmark")
class MonthSpeedTest {
  private static final int NIGHTS = 100;
  private static final int ROWS = Integer.getInteger("benchmark.rows", 1_000_000);

  @Test
  void everyReportOverOneMonth() throws SQLException {
    try (TestDatabase database = TestDatabase.migrated()) {
      NightsAudit.fill(database, NIGHTS, ROWS);
      JdbcClient jdbc = JdbcClient.create(database.dataSource());
      System.out.printf("%,d rows, %d nights%n", ROWS, NIGHTS);
      System.out.println("report             ms   audit rows read   whole audit");
      ReportFile.all().forEach((name, file) -> measure(name, file, jdbc));
    }
  }

  private static void measure(String name, ReportFile file, JdbcClient jdbc) {
    ReportPlan plan = ReportPlan.of(file, Map.of("since", "40d", "until", "10d"), jdbc);
    System.out.printf(
        Locale.ROOT,
        "%-14s %6.0f %17d   %s%n",
        name,
        plan.millis(),
        plan.auditRows(),
        plan.wholeAudit() ? "yes" : "");
  }
}
