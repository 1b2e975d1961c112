package dev.sessioncleanup.report;

import dev.sessioncleanup.format.ReportColumn;
import dev.sessioncleanup.format.ReportFormat;
import dev.sessioncleanup.format.ReportRows;
import dev.sessioncleanup.format.ReportTable;
import dev.sessioncleanup.jdbc.LongTransactions;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The audit reports: one for each file in {@code db/report}, with the name of the file.
 *
 * <p>Each report runs in its own read-only transaction, because the PostgreSQL driver streams a
 * result only within a transaction.
 */
public final class Reports {
  /** The SQL state of a statement that was cancelled. */
  private static final String CANCELED = "57014";

  private final Map<String, ReportFile> files = ReportFile.all();
  private final JdbcClient jdbc;
  private final TransactionTemplate readOnly;

  public Reports(DataSource dataSource) {
    jdbc = JdbcClient.create(dataSource);
    readOnly = LongTransactions.reading(dataSource);
  }

  /** The descriptions of all reports, sorted by name. Needs no database. */
  public static List<ReportDescription> descriptions() {
    return ReportFile.all().values().stream().map(ReportFile::description).toList();
  }

  /**
   * Checks the names and values of parameters, as far as that needs no database.
   *
   * @throws UnknownReportException when there is no report of this name
   * @throws ReportParameterException when it has no such parameter, or a value has another form
   */
  public static void check(String name, Map<String, String> parameters) {
    find(ReportFile.all(), name).description().values(parameters, Instant.EPOCH);
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
    write(name, parameters, format.rows(out), Duration.ZERO);
  }

  /**
   * As above, to any receiver of rows; returns the number of rows.
   *
   * @param timeout how long the database may take until the next rows are there; 0 for ever
   * @throws ReportTimeoutException when it takes longer
   */
  public long write(
      String name, Map<String, String> parameters, ReportRows rows, Duration timeout) {
    ReportFile file = find(files, name);
    try {
      return Objects.requireNonNull(
          readOnly.execute(
              transaction -> new ReportQuery(jdbc, file).stream(parameters, rows, timeout)));
    } catch (DataAccessException failed) {
      if (failed.getMostSpecificCause() instanceof SQLException cause
          && CANCELED.equals(cause.getSQLState())) {
        throw new ReportTimeoutException(name, timeout, failed);
      }
      throw failed;
    }
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
    write(
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
        },
        Duration.ZERO);
    return new ReportTable(columns, rows);
  }

  private static ReportFile find(Map<String, ReportFile> files, String name) {
    ReportFile file = files.get(name);
    if (file == null) {
      throw new UnknownReportException(name, files.keySet());
    }
    return file;
  }
}
