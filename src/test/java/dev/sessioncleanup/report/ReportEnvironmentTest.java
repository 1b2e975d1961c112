package dev.sessioncleanup.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessioncleanup.database.DatabaseTest;
import dev.sessioncleanup.format.ReportFormat;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TimeZone;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** Reports in sessions with other settings and other rights. */
@DatabaseTest
class ReportEnvironmentTest {
  private static SampleAudit audit;

  @BeforeAll
  static void audit() throws Exception {
    audit = new SampleAudit();
  }

  @AfterAll
  static void close() throws Exception {
    audit.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"Asia/Tokyo", "America/Los_Angeles"})
  void timeZoneOfSessionAndJvmHasNoEffect(String zone) throws Exception {
    Map<String, String> expected = all(audit.reports());
    TimeZone former = TimeZone.getDefault();
    TimeZone.setDefault(TimeZone.getTimeZone(zone));
    try {
      assertThat(all(with("set time zone '" + zone + "'"))).isEqualTo(expected);
    } finally {
      TimeZone.setDefault(former);
    }
  }

  @Test
  void reporterMayRunEveryReport() throws Exception {
    Map<String, String> expected = all(audit.reports());
    JdbcClient.create(audit.database.dataSource())
        .sql(Files.readString(Path.of("db/roles.sql")))
        .update();

    Reports ofReporter = with("set role session_cleanup_reporter");

    // Whether processes are alive is shown as for everybody else.
    assertThat(all(ofReporter)).isEqualTo(expected);
  }

  @Test
  void everyReportAcceptsItsParametersTogether() {
    for (ReportDescription report : Reports.descriptions()) {
      Map<String, String> given = new LinkedHashMap<>();
      for (ReportParameter parameter : report.parameters()) {
        given.put(
            parameter.name(),
            switch (parameter.name()) {
              case "since" -> "3000d";
              case "until" -> "2027-01-01T00:00:00+05:00";
              case "account" -> "acme";
              case "outcome" -> "removed";
              case "dry_run" -> "false";
              default -> "1";
            });
      }
      assertThat(audit.reports().run(report.name(), given).rows())
          .as(report.name())
          .hasSizeLessThanOrEqualTo(1);
    }
  }

  private static Reports with(String settings) throws Exception {
    Connection connection = audit.database.connection();
    try (Statement statement = connection.createStatement()) {
      statement.execute(settings);
    }
    return new Reports(new SingleConnectionDataSource(connection, true));
  }

  private static Map<String, String> all(Reports reports) {
    Map<String, String> texts = new LinkedHashMap<>();
    for (ReportDescription report : Reports.descriptions()) {
      StringBuilder out = new StringBuilder();
      ReportFormat.CSV.write(SampleAudit.steady(reports, report.name()), out);
      ReportFormat.JSON.write(SampleAudit.steady(reports, report.name()), out);
      texts.put(report.name(), out.toString());
    }
    return texts;
  }
}
