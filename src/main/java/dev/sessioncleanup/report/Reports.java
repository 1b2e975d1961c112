package dev.sessioncleanup.report;

import dev.sessioncleanup.format.ReportColumn;
import dev.sessioncleanup.format.ReportFormat;
import dev.sessioncleanup.format.ReportRows;
import dev.sessioncleanup.format.ReportTable;
import dev.sessioncleanup.text.VisibleText;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.ResultSetExtractor;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The audit reports: one for each file in {@code db/report}, with the name of the file.
 *
 * <p>Each report runs in its own read-only transaction, because the PostgreSQL driver streams a
 * result only within a transaction.
 */
public final class Reports {
  private static final int FETCH_SIZE = 1_000;

  private final Map<String, ReportFile> files = ReportFile.all();
  private final JdbcClient jdbc;
  private final TransactionTemplate readOnly;

  public Reports(DataSource dataSource) {
    jdbc = JdbcClient.create(dataSource);
    readOnly = new TransactionTemplate(new JdbcTransactionManager(dataSource));
    readOnly.setReadOnly(true);
  }

  /** The descriptions of all reports, sorted by name. Needs no database. */
  public static List<ReportDescription> descriptions() {
    return ReportFile.all().values().stream().map(ReportFile::description).toList();
  }

  /**
   * Writes a report row by row while the database delivers it, so that its size does not matter.
   *
   * @param parameters as the user typed them; a missing parameter does not restrict the report
   * @throws UnknownReportException when there is no report of this name
   * @throws ReportParameterException when it has no such parameter, the value does not fit, or
   *     there is no such run or account
   * @throws UncheckedIOException when {@code out} fails
   */
  public void write(
      String name, Map<String, String> parameters, ReportFormat format, Appendable out) {
    stream(name, parameters, format.rows(out));
  }

  /**
   * Reads a whole report into memory.
   *
   * @throws UnknownReportException when there is no report of this name
   * @throws ReportParameterException when it has no such parameter, the value does not fit, or
   *     there is no such run or account
   */
  public ReportTable run(String name, Map<String, String> parameters) {
    List<ReportColumn> columns = new ArrayList<>();
    List<List<@Nullable Object>> rows = new ArrayList<>();
    stream(
        name,
        parameters,
        new ReportRows() {
          @Override
          public void begin(List<ReportColumn> all) {
            columns.addAll(all);
          }

          @Override
          public void row(List<@Nullable Object> values) {
            rows.add(values);
          }

          @Override
          public void end() {}
        });
    return new ReportTable(columns, rows);
  }

  private void stream(String name, Map<String, String> parameters, ReportRows rows) {
    ReportFile file = files.get(name);
    if (file == null) {
      throw new UnknownReportException(name, files.keySet());
    }
    Map<String, @Nullable String> values = file.description().values(parameters);
    readOnly.executeWithoutResult(
        transaction -> {
          refuseUnknown(values);
          jdbc.sql(file.sql())
              .params(values)
              .withFetchSize(FETCH_SIZE)
              .query(
                  (ResultSetExtractor<Long>) results -> new ReportResult(results).readInto(rows));
        });
  }

  /** No rows would look like a true answer. */
  private void refuseUnknown(Map<String, @Nullable String> values) {
    String run = values.get("run");
    if (run != null && !hasRun("run_id = cast(? as bigint)", run)) {
      throw new ReportParameterException(
          "There is no run %s. 'runs list' shows the runs.".formatted(run));
    }
    String account = values.get("account");
    if (account != null && !hasRun("account = ?", account)) {
      throw new ReportParameterException(
          "There is no run of account '%s'. Check the name; capital letters matter."
              .formatted(VisibleText.of(account)));
    }
  }

  private boolean hasRun(String condition, String value) {
    return jdbc.sql("select exists (select from cleanup_run where " + condition + ")")
        .param(value)
        .query(Boolean.class)
        .single();
  }
}
