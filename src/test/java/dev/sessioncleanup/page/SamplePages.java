package dev.sessioncleanup.page;

import dev.sessioncleanup.chart.ChartDrawing;
import dev.sessioncleanup.database.TestDatabase;
import dev.sessioncleanup.report.Reports;
import dev.sessioncleanup.section.PageScope;
import dev.sessioncleanup.settings.CleanupProperties;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** Pages of the audit of {@code page/sample.sql}; only process 8 is alive. */
final class SamplePages implements AutoCloseable {
  static final Path RESOURCES = Path.of("src/test/resources/page");

  final TestDatabase database = TestDatabase.migrated();
  private final Connection process;

  SamplePages() throws SQLException, IOException {
    process = database.connection();
    execute(Files.readString(RESOURCES.resolve("sample.sql")));
    execute("select pg_advisory_lock('session_audit'::regclass::oid::integer, 8)");
  }

  void execute(String sql) throws SQLException {
    try (Statement statement = process.createStatement()) {
      statement.execute(sql);
    }
  }

  static CleanupProperties settings() {
    return new Binder(new MapConfigurationPropertySource(java.util.Map.of()))
        .bindOrCreate("cleanup", CleanupProperties.class);
  }

  Reports reports() {
    return new Reports(database.dataSource());
  }

  String ofRuns(Long... ids) {
    return html(new PageScope.Runs(List.of(ids), List.of()), ChartDrawing::svg);
  }

  String ofPeriod(String since, String until, @Nullable String account) {
    return html(
        new PageScope.Period(Instant.parse(since), Instant.parse(until), account),
        ChartDrawing::svg);
  }

  String html(PageScope scope, Figures.Drawing drawing) {
    return new AuditPage(database.dataSource(), settings(), drawing).html(now -> scope);
  }

  @Override
  public void close() throws SQLException {
    process.close();
    database.close();
  }
}
