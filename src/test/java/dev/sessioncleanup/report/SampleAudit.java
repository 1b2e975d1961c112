package dev.sessioncleanup.report;

import dev.sessioncleanup.database.TestDatabase;
import dev.sessioncleanup.format.ReportColumn;
import dev.sessioncleanup.format.ReportTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The audit of {@code report/sample.sql}; only process 8 is alive. */
final class SampleAudit implements AutoCloseable {
  static final Path RESOURCES = Path.of("src/test/resources/report");

  final TestDatabase database = TestDatabase.migrated();
  private final Connection process;

  SampleAudit() throws SQLException, IOException {
    process = database.connection();
    try (Statement statement = process.createStatement()) {
      statement.execute(Files.readString(RESOURCES.resolve("sample.sql")));
      statement.execute("select pg_advisory_lock('session_audit'::regclass::oid::integer, 8)");
    }
  }

  Reports reports() {
    return new Reports(database.dataSource());
  }

  /** A report whose content does not depend on today. */
  static ReportTable steady(Reports reports, String name) {
    return aged(reports.run(name, parameters(name)));
  }

  private static Map<String, String> parameters(String name) {
    return switch (name) {
      case "sessions" -> Map.of("since", "2025-01-01");
      case "backlog" -> Map.of("until", "2026-12-02");
      default -> Map.of();
    };
  }

  private static ReportTable aged(ReportTable table) {
    int age = table.columns().indexOf(new ReportColumn("age_seconds", true));
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (List<@Nullable Object> row : table.rows()) {
      List<@Nullable Object> copy = new ArrayList<>(row);
      if (age >= 0) {
        copy.set(age, 61L);
      }
      rows.add(copy);
    }
    return new ReportTable(table.columns(), rows);
  }

  @Override
  public void close() throws SQLException {
    process.close();
    database.close();
  }
}
