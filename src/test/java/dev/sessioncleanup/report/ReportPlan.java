package dev.sessioncleanup.report;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * How PostgreSQL carried out the query of a report.
 *
 * @param millis planning and execution
 * @param auditRows rows that came out of {@code session_audit} or its indexes, before filters
 * @param wholeAudit whether the table was scanned
 */
record ReportPlan(double millis, long auditRows, boolean wholeAudit) {
  /** Runs the report; it gets those of the parameters that it has. */
  static ReportPlan of(ReportFile file, Map<String, String> given, JdbcClient jdbc) {
    Map<String, String> known = new HashMap<>(given);
    known
        .keySet()
        .retainAll(file.description().parameters().stream().map(ReportParameter::name).toList());
    JsonNode explained =
        JsonMapper.shared()
            .readTree(
                jdbc.sql("explain (analyze, timing off, format json) " + file.sql())
                    .params(file.description().values(known, Instant.now()))
                    .query(String.class)
                    .single())
            .path(0);
    JsonNode plan = explained.required("Plan");
    return new ReportPlan(
        explained.required("Planning Time").asDouble()
            + explained.required("Execution Time").asDouble(),
        auditRows(plan),
        scansAll(plan));
  }

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
