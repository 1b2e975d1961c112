package dev.sessioncleanup.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessioncleanup.database.DatabaseTest;
import dev.sessioncleanup.database.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

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
      try (Connection connection = database.connection();
          Statement statement = connection.createStatement()) {
        fill(statement);
      }
      JdbcClient jdbc = JdbcClient.create(database.dataSource());
      System.out.printf("%,d rows, %d nights%n", ROWS, NIGHTS);
      System.out.println("report             ms   audit rows read   whole audit");
      ReportFile.all().forEach((name, file) -> measure(name, file, jdbc));
    }
  }

  private static void fill(Statement statement) throws SQLException {
    statement.execute("set session_replication_role = replica");
    statement.execute(
        """
        insert into cleanup_run (kind, account, created_before, state, requested_by, planned_count, planned_at, started_at, finished_at, options)
        select 'nightly', 'default', d - interval '7 days', 'complete', 'nightly', %1$d / %2$d, d, d, d + interval '5 hours', '{"rate":"5/s"}'
        from generate_series(1, %2$d) n
        cross join lateral (select now() - (%2$d + 1 - n) * interval '1 day' as d) x
        """
            .formatted(ROWS, NIGHTS));
    statement.execute(
        """
        insert into session_audit (run_id, session_key, outcome, evidence, attempts, http_status, detail, latency_ms, claimed_at, recorded_at)
        select r.run_id, format('KEY-%%s-%%s', r.run_id, i), case when i %% 20 = 0 then 'missing' else 'removed' end, 'confirmed', 1, 200,
               'Session has been removed', 100 + i %% 300, r.started_at + i * interval '100 ms', r.started_at + i * interval '100 ms'
        from cleanup_run r cross join generate_series(1, %1$d / %2$d) i
        order by r.run_id, i
        """
            .formatted(ROWS, NIGHTS));
    statement.execute(
        """
        insert into tracked_session (session_key, account, status, created_at, settled_at)
        select a.session_key, a.account, 'IDLE', a.recorded_at - interval '7 days' - a.audit_id % 5000 * interval '30 minutes', a.recorded_at
        from session_audit a
        order by a.audit_id
        """);
    statement.execute("reset session_replication_role");
    statement.execute("vacuum analyze session_audit");
    statement.execute("vacuum analyze tracked_session");
    for (int night = 0; night < NIGHTS; night++) {
      statement.execute("select seal_next_run('default', 0)");
    }
    statement.execute("analyze cleanup_run");
    statement.execute("set jit = off"); // as the program does
    statement.execute("select count_day() from generate_series(1, %d)".formatted(NIGHTS));
    statement.execute("analyze");
  }

  private static void measure(String name, ReportFile file, JdbcClient jdbc) {
    Map<String, String> month = new HashMap<>(Map.of("since", "40d", "until", "10d"));
    month
        .keySet()
        .retainAll(file.description().parameters().stream().map(ReportParameter::name).toList());
    JsonNode plan =
        JsonMapper.shared()
            .readTree(
                jdbc.sql("explain (analyze, timing off, format json) " + file.sql())
                    .params(file.description().values(month, Instant.now()))
                    .query(String.class)
                    .single())
            .path(0);
    System.out.printf(
        Locale.ROOT,
        "%-14s %6.0f %17d   %s%n",
        name,
        plan.path("Planning Time").asDouble() + plan.path("Execution Time").asDouble(),
        auditRows(plan.path("Plan")),
        scansAll(plan.path("Plan")) ? "yes" : "");
    assertThat(plan.path("Plan").isObject()).isTrue();
  }

  /** The rows of the audit that came out of its table or its indexes, before filters. */
  private static long auditRows(JsonNode node) {
    long rows =
        node.path("Relation Name").asString("").equals("session_audit")
            ? (node.path("Actual Rows").asLong() + node.path("Rows Removed by Filter").asLong())
                * node.path("Actual Loops").asLong()
            : 0;
    for (JsonNode child : node.path("Plans")) {
      rows += auditRows(child);
    }
    return rows;
  }

  private static boolean scansAll(JsonNode node) {
    boolean here =
        node.path("Relation Name").asString("").equals("session_audit")
            && node.path("Node Type").asString("").contains("Seq Scan");
    for (JsonNode child : node.path("Plans")) {
      here |= scansAll(child);
    }
    return here;
  }
}
