package dev.sessioncleanup.report;

import dev.sessioncleanup.database.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

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

  @Override
  public void close() throws SQLException {
    process.close();
    database.close();
  }
}
