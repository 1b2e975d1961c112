package dev.sessioncleanup.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessioncleanup.database.DatabaseTest;
import dev.sessioncleanup.database.TestDatabase;
import dev.sessioncleanup.format.ReportColumn;
import dev.sessioncleanup.format.ReportTable;
import dev.sessioncleanup.programs.InstalledProgram;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** psql returns the same rows for the same file; its session is not in UTC either. */
@DatabaseTest
class PsqlReportsTest {
  private static final String CELL = "\u001f";
  private static final String ROW = "\u001e";
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ssxxx")
          .withZone(ZoneId.of(TestDatabase.TIME_ZONE));

  private static SampleAudit audit;

  @BeforeAll
  static void audit() throws Exception {
    InstalledProgram.require("psql");
    audit = new SampleAudit();
  }

  @AfterAll
  static void close() throws Exception {
    if (audit != null) {
      audit.close();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "backlog,,",
    "backlog, account, acme",
    "backlog, until, 2026-12-02",
    "backlog, limit, 1",
    "daily,,",
    "daily, account, acme",
    "daily, run, 2",
    "daily, since, 2026-11-02",
    "daily, until, 2026-11-03",
    "daily, limit, 1",
    "doubts,,",
    "doubts, account, acme",
    "doubts, run, 2",
    "doubts, since, 2026-11-02",
    "doubts, until, 2026-11-03",
    "doubts, limit, 1",
    "failures,,",
    "failures, account, acme",
    "failures, since, 2026-11-02",
    "failures, until, 2026-11-03",
    "failures, run, 2",
    "failures, limit, 1",
    "hold-history,,",
    "hold-history, session, ACM-AAAAA00005",
    "hold-history, account, acme",
    "hold-history, since, 2026-11-02",
    "hold-history, until, 2026-11-03",
    "hold-history, limit, 1",
    "holds,,",
    "holds, session, ACM-AAAAA00005",
    "holds, account, acme",
    "holds, since, 2026-11-02",
    "holds, until, 2026-11-03",
    "holds, limit, 1",
    "latency,,",
    "latency, run, 2",
    "latency, account, acme",
    "latency, since, 2026-11-02",
    "latency, until, 2026-11-03",
    "latency, limit, 1",
    "monthly,,",
    "monthly, account, acme",
    "monthly, since, 2026-11-02",
    "monthly, until, 2026-11-03",
    "monthly, limit, 1",
    "open-claims,,",
    "open-claims, account, acme",
    "open-claims, run, 2",
    "open-claims, since, 2026-11-02",
    "open-claims, until, 2026-11-03",
    "open-claims, limit, 1",
    "purges,,",
    "purges, since, 2026-11-02",
    "purges, until, 2026-11-03",
    "purges, limit, 1",
    "removed,,",
    "removed, account, acme",
    "removed, since, 2026-11-02",
    "removed, until, 2026-11-03",
    "removed, limit, 1",
    "reopened,,",
    "reopened, session, DEF-BBBBB00003",
    "reopened, account, acme",
    "reopened, since, 2026-11-02",
    "reopened, until, 2026-11-03",
    "reopened, limit, 1",
    "requests,,",
    "requests, run, 2",
    "requests, account, acme",
    "requests, since, 2026-11-02",
    "requests, until, 2026-11-03",
    "requests, limit, 1",
    "run-history,,",
    "run-history, run, 2",
    "run-history, account, acme",
    "run-history, since, 2026-11-02",
    "run-history, until, 2026-11-03",
    "run-history, limit, 1",
    "run-progress,,",
    "run-progress, run, 2",
    "run-progress, account, acme",
    "run-progress, limit, 1",
    "runs,,",
    "runs, run, 2",
    "runs, account, acme",
    "runs, since, 2026-11-02",
    "runs, until, 2026-11-03",
    "runs, dry_run, true",
    "runs, limit, 1",
    "sessions,,",
    "sessions, run, 2",
    "sessions, account, acme",
    "sessions, since, 2026-11-02",
    "sessions, until, 2026-11-03",
    "sessions, outcome, open",
    "sessions, limit, 1",
    "shares,,",
    "shares, account, acme",
    "shares, since, 2026-11-02",
    "shares, until, 2026-11-03",
    "shares, limit, 1",
    "runs, since, 2026-11-03T05:10:00+05:30",
  })
  void psqlGivesTheSameRows(String name, @Nullable String parameter, @Nullable String value)
      throws Exception {
    Map<String, String> parameters = parameter == null ? Map.of() : Map.of(parameter, value);

    assertThat(withoutAge(psql(name, parameters)))
        .isEqualTo(withoutAge(asPsql(audit.reports().run(name, parameters))));
  }

  @Test
  void everyParameterOfEveryReportIsCompared() throws Exception {
    List<String> compared =
        Arrays.stream(
                PsqlReportsTest.class
                    .getDeclaredMethod(
                        "psqlGivesTheSameRows", String.class, String.class, String.class)
                    .getAnnotation(CsvSource.class)
                    .value())
            .map(line -> line.replaceFirst("^([^,]*, ?[^,]*),.*", "$1").replace(" ", ""))
            .toList();

    for (ReportDescription report : Reports.descriptions()) {
      assertThat(compared).contains(report.name() + ",");
      for (ReportParameter parameter : report.parameters()) {
        assertThat(compared).contains(report.name() + "," + parameter.name());
      }
    }
  }

  private static List<List<String>> asPsql(ReportTable table) {
    List<List<String>> lines = new ArrayList<>();
    lines.add(table.columns().stream().map(ReportColumn::name).toList());
    table.rows().forEach(row -> lines.add(row.stream().map(PsqlReportsTest::cell).toList()));
    return lines;
  }

  private static String cell(@Nullable Object value) {
    return switch (value) {
      case null -> "(null)";
      case Boolean flag -> flag ? "t" : "f";
      case Instant instant -> TIME.format(instant);
      default -> value.toString();
    };
  }

  private static List<List<String>> withoutAge(List<List<String>> lines) {
    int age = lines.getFirst().indexOf("age_seconds");
    if (age < 0) {
      return lines;
    }
    return lines.stream()
        .map(line -> Stream.concat(line.stream().limit(age), line.stream().skip(age + 1)).toList())
        .toList();
  }

  private static List<List<String>> psql(String name, Map<String, String> parameters)
      throws Exception {
    List<String> command = new ArrayList<>(List.of("psql", "-X", "-q", "-A", "-w"));
    command.addAll(List.of("-v", "ON_ERROR_STOP=1", "-P", "footer=off", "-P", "null=(null)"));
    command.addAll(List.of("-F", CELL, "-R", ROW, "-f", "db/report/" + name + ".sql"));
    parameters.forEach((key, value) -> command.addAll(List.of("-v", key + "=" + value)));
    URI server = URI.create(audit.database.jdbcUrl().substring("jdbc:".length()));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("PGHOST", server.getHost());
    builder.environment().put("PGPORT", String.valueOf(server.getPort()));
    builder.environment().put("PGDATABASE", server.getPath().substring(1));
    builder.environment().put("PGUSER", audit.database.username());
    builder.environment().put("PGPASSWORD", audit.database.password());
    builder.environment().put("PGTZ", TestDatabase.TIME_ZONE);
    builder.environment().put("PGCLIENTENCODING", "UTF8");
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return Arrays.stream(output.stripTrailing().split(ROW))
        .map(line -> List.of(line.split(CELL, -1)))
        .toList();
  }
}
